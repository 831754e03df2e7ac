import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock, settle } from "./support.mjs";
import { Saver } from "../../../addin/thunderbird/sending/saver.js";

function begun({ open = () => Promise.resolve(), saveAs = () => {}, fileOf } = {}) {
  const said = [];
  const told = [];
  const saved = [];
  const link = {
    stands: true,
    open,
    watch: () => () => {},
    post: (frame) => said.push(frame),
  };
  const saver = new Saver({
    link,
    around: {
      fileOf: fileOf ?? (async () => new File(["clair"], "Bilan.pdf")),
      messageOf: async () => ({ author: "Marie <m@orange.example>", subject: "Mes analyses" }),
      saveAs: async (file) => {
        await saveAs();
        saved.push([file.name, await file.text()]);
      },
      progress: () => {},
      tell: (...one) => told.push(one),
      newRequest: () => "r",
    },
    timers: new Clock().timers,
  });
  const attachments = [{ name: "Bilan.pdf", contentType: "application/pdf", partName: "1.2" }];
  const ended = saver.save(7, attachments);
  return { saver, said, told, saved, ended };
}

const NAMED = { compose: "message-r", request: "r" };
const CONTENT = Buffer.from("scellé").toString("base64");

async function sealed(it) {
  await settle();
  const size = Buffer.from("scellé").length;
  const file = { attachment: 1, name: "Bilan (chiffré).pdf", mediaType: "application/pdf", size };
  it.saver.receive({ op: "file", ...NAMED, ...file });
  it.saver.receive({ op: "chunk", ...NAMED, attachment: 1, offset: 0, data: CONTENT, last: true });
  it.saver.receive({ op: "edits", ...NAMED, replace: [1] });
  while (!it.said.some(({ op }) => op === "made")) { await settle(); }
}

test("the content is brought, and nothing of it is asked to be sent", async () => {
  const it = begun();
  await settle();
  const [opened, attached, ...others] = it.said;
  assert.deepEqual([opened.op, attached.op, attached.name], ["opened", "attached", "Bilan.pdf"]);
  const chunk = others.find(({ op }) => op === "chunk");
  assert.equal(Buffer.from(chunk.data, "base64").toString(), "clair");
  const send = others.find(({ op }) => op === "send");
  assert.equal(send.purpose, "seal");
  assert.equal(send.details.subject, "Mes analyses");
});

test("what is saved is the sealed file, once the helper has compared it", async () => {
  const it = begun();
  await sealed(it);
  const made = it.said.find(({ op }) => op === "made");
  assert.equal(made.details.files[0].name, "Bilan (chiffré).pdf");
  assert.equal(made.replaced[0].digest.length, 64);
  assert.deepEqual(it.saved, []);
  it.saver.receive({ op: "keep", ...NAMED });
  await it.ended;
  assert.deepEqual(it.saved, [["Bilan (chiffré).pdf", "scellé"]]);
  assert.deepEqual(it.told, []);
  assert.equal(it.said.at(-1).op, "closed");
});

test("where the helper says why not, nothing is saved and it is told", async () => {
  const it = begun();
  await sealed(it);
  it.saver.receive({ op: "keep", ...NAMED, sentence: "Le fichier a changé." });
  await it.ended;
  assert.deepEqual(it.saved, []);
  assert.deepEqual(it.told, [["told", "Le fichier a changé.", "seal"]]);
});

test("a person who goes back saves nothing and is told nothing", async () => {
  const it = begun();
  await settle();
  it.saver.receive({ op: "keep", ...NAMED });
  await it.ended;
  assert.deepEqual([it.saved, it.told], [[], []]);
});

test("without a helper it is told", async () => {
  const lost = Object.assign(new Error("gone"), { reason: "helper-missing" });
  const refused = Promise.reject(lost);
  refused.catch(() => {}); // as the real line does
  const it = begun({ open: () => refused });
  await it.ended;
  assert.deepEqual(it.told, [["helper-missing", "", "seal"]]);
});

test("a line that breaks is told, and nothing is saved", async () => {
  const it = begun();
  await settle();
  it.saver.lost({ reason: "helper-gone", sentence: "" });
  await it.ended;
  assert.deepEqual([it.saved, it.told], [[], [["helper-gone", "", "seal"]]]);
});

test("a file that cannot be read is announced as such", async () => {
  const it = begun({ fileOf: () => Promise.reject(new Error("detached")) });
  await settle();
  const attached = it.said.find(({ op }) => op === "attached");
  assert.equal(attached.problem, "unreadable");
});

test("a disk that refuses is told", async () => {
  const refused = Object.assign(new Error("full"), { reason: "not-saved" });
  const it = begun({ saveAs: () => Promise.reject(refused) });
  await sealed(it);
  it.saver.receive({ op: "keep", ...NAMED });
  await it.ended;
  assert.deepEqual(it.told, [["not-saved", "", "seal"]]);
});
