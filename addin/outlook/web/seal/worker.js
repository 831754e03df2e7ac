// The Web Worker: is sent what is to be done and sends back what came of it. The page ends it where
// the person cancels.
import makeQpdf from "@neslinesli93/qpdf-wasm/dist/qpdf.js";
import { loadQpdf } from "./pdf.js";
import { works } from "./works.js";
import { useWasm } from "./zip.js";

const beside = (name) => new URL(name, globalThis.location.href).href;
useWasm(beside("zip.wasm"));
let loading = null;
const able = works(() => (loading ??= loadQpdf(makeQpdf, beside("qpdf.wasm"))));

globalThis.onmessage = async ({ data: { number, what, asked } }) => {
  const post = (message) => globalThis.postMessage({ number, ...message });
  try {
    const gives = await able[what](asked, (part) => post({ part }));
    post({ gives });
  } catch (fault) {
    post({ reason: fault.reason ?? "failed" });
  }
};
