// The task pane's logic beside a message, with the worker's work done in this thread: the browser's own
// is tried in Chromium.
import { createRequire } from "node:module";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { compose } from "./outlook.mjs";
import { load } from "./runtimes.mjs";

const WEB = new URL("../../../addin/outlook/web/", import.meta.url);
const { Session } = await import(new URL("pane/session.js", WEB));
const { Aside } = await import(new URL("seal/aside.js", WEB));
const { loadQpdf } = await import(new URL("seal/pdf.js", WEB));
const { works } = await import(new URL("seal/works.js", WEB));
const { useWasm } = await import(new URL("seal/zip.js", WEB));
const { sayer } = await import(new URL("send/words.js", WEB));
const makeQpdf = createRequire(WEB)("@neslinesli93/qpdf-wasm/dist/qpdf.js");
const WASM = new URL("node_modules/@neslinesli93/qpdf-wasm/dist/qpdf.wasm", WEB).pathname;

const ZIP_WASM = readFileSync(new URL("node_modules/@zip.js/zip.js/dist/zip-module.wasm", WEB));
useWasm(`data:application/wasm;base64,${ZIP_WASM.toString("base64")}`);

let loading = null;
export const qpdf = () => (loading ??= loadQpdf(makeQpdf, WASM));

class Worker {
  async postMessage({ number, what, asked }) {
    const post = (data) => this.onmessage({ data: { number, ...data } });
    try {
      post({ gives: await works(qpdf)[what](asked, (part) => post({ part })) });
    } catch (fault) {
      post({ reason: fault.reason ?? "failed" });
    }
  }

  terminate() {
    this.onmessage = () => null;
  }
}

const shown = [];

/** Keeps every view shown, for the helper's own types to be held against. */
export function keepViews() {
  const file = `${process.env.SCEAU_DIST}/views.json`;
  const before = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  writeFileSync(file, JSON.stringify([...before, ...shown]));
}

/** Opens the pane beside `mail`, as `compose` takes it, and reads it. */
export async function opened(mail, { canSend = false } = {}) {
  const onSend = () => load("a browser", made.item).call("onMessageSend");
  const made = compose({ onSend, ...mail });
  const views = [];
  const session = new Session({
    item: made.item, say: sayer("fr"), language: "fr", theme: "light", canSend, aside: new Aside(() => new Worker()),
    show: (view) => shown.push(views[views.push(view) - 1]),
  });
  await session.refresh();
  const act = (what) => session.act(what);
  const send = () => act({ act: "send", revision: session.revision });
  return { ...made, session, views, act, send, click: onSend, view: () => views.at(-1) };
}
