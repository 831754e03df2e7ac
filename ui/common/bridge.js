// The one way out of the page: `post` a message to the window process. What comes back comes
// through `globalThis.sceau`; the page asks nothing and reads nothing.

/** Posts `message`, a plain object; where there is no window process it is dropped. */
export function post(message) {
  const call = { funcName: "post", params: message, id: "" };
  const handler = globalThis.webkit?.messageHandlers?.jsBridge;
  if (handler) {
    handler.postMessage(JSON.stringify(call));
  } else {
    globalThis.chrome?.webview?.postMessage([call.funcName, JSON.stringify(call.params), call.id]);
  }
}
