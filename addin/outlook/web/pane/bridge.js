// The page's way out, in the place of `ui/common/bridge.js`: here the add-in itself listens.

const listeners = [];
const waiting = [];

/** Posts `message`, a plain object, to the add-in; gives what it answers. */
export function post(message) {
  if (!listeners.length) {
    waiting.push(message);
    return null;
  }
  return listeners.map((listen) => listen(message)).pop();
}

/** Has `listen` hear what the page posts, and what it posted before. */
export function hear(listen) {
  listeners.push(listen);
  waiting.splice(0).forEach(listen);
}
