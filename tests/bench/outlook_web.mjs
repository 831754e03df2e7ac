// Times the add-in's review and sealing in Node: medians in milliseconds, as JSON.
//   node outlook_web.mjs FOLDER PASSWORD ROUNDS
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, password, rounds] = process.argv.slice(2);
const WEB = new URL("../../addin/outlook/web/", import.meta.url);
const { context, review } = await import(new URL("review/engine.js", WEB));
const { loadQpdf } = await import(new URL("seal/pdf.js", WEB));
const { sealZip, useWasm } = await import(new URL("seal/zip.js", WEB));
const zipWasm = readFileSync(new URL("node_modules/@zip.js/zip.js/dist/zip-module.wasm", WEB));
useWasm(`data:application/wasm;base64,${zipWasm.toString("base64")}`);
const makeQpdf = createRequire(WEB)("@neslinesli93/qpdf-wasm/dist/qpdf.js");
const qpdf = await loadQpdf(makeQpdf, new URL("node_modules/@neslinesli93/qpdf-wasm/dist/qpdf.wasm", WEB).pathname);

async function median(work) {
  const times = [];
  for (let round = 0; round <= Number(rounds); round += 1) {
    const began = performance.now();
    await work(round);
    times.push(performance.now() - began);
  }
  return times.slice(1).sort((one, other) => one - other)[Math.floor(Number(rounds) / 2)];
}

const mail = JSON.parse(readFileSync(`${folder}/mail.json`, "utf8"));
const [pdf, noise] = ["source.pdf", "source.bin"].map((name) => new Uint8Array(readFileSync(`${folder}/${name}`)));
// Another text each time: what a text says of health is remembered.
const told = {
  review: await median((round) => review({ ...mail, text: `${mail.text}${" ".repeat(round)}` }, new Map(), context())),
  pdf: await median(() => qpdf.seal(pdf, password)),
  zip: await median(() => sealZip(noise, "photo.jpg", password)),
};
console.log(JSON.stringify(told));
