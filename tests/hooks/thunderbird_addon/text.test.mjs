import assert from "node:assert/strict";
import { test } from "node:test";
import "./support.mjs";
import { carryOut, undo } from "../../../addin/thunderbird/compose/edits.js";
import { picturesIn } from "../../../addin/thunderbird/compose/text.js";
import { PICTURES } from "../../../addin/thunderbird/helper/limits.js";

const PNG = "data:image/png;filename=a.png;base64,iVBORw0KGgo=";

const PICTURED = {
  "a picture held in the text": [`<p><img src="${PNG}" alt="x"></p>`, [8]],
  "behind a name that ends a tag": [`<img alt="a > b" src="${PNG}">`, [8]],
  "the same one twice": [`<img src="${PNG}"><IMG class="" src="${PNG}">`, [8]],
  "one on the web does not go with the mail": ["<img src=\"https://x.example/a.png\">", []],
  "one that cannot be had is told all the same": ["<img src=\"cid:a@b\">", [0]],
  "no picture": ["<p>src=\"data:image/png;base64,AA==\"</p>", []],
};

for (const [name, [body, sizes]] of Object.entries(PICTURED)) {
  test(`${name}: it is found`, async () => {
    const found = await picturesIn({ isPlainText: false, body });
    assert.deepEqual(found.map(({ entry }) => entry.size), sizes);
    assert.deepEqual(found.map(({ entry }) => entry.attachment), sizes.map((_, at) => PICTURES + at));
    assert.deepEqual(found.map(({ file }) => file()?.size ?? 0), sizes);
  });
}

test("a plain text has no pictures", async () => {
  assert.deepEqual(await picturesIn({ isPlainText: true, body: `<img src="${PNG}">` }), []);
});

/** A compose window that holds `composed` and notes what is done to it. */
function holding(composed) {
  const done = [];
  const api = {
    getComposeDetails: async () => composed,
    setComposeDetails: async (_tab, changed) => { done.push(changed); },
    addAttachment: async (_tab, { name }) => { done.push({ added: name }); return { id: 7 }; },
    removeAttachment: async (_tab, id) => { done.push({ removed: id }); },
    getAttachmentFile: async () => new Blob(["sealed"]),
  };
  return { api, done };
}

const LETTER = { name: "Message.pdf" };
const BEFORE = {
  "plain text": [
    { isPlainText: true, plainTextBody: "Secret", body: "<pre>Secret</pre>" },
    { plainTextBody: "Voir <la> lettre." },
    { plainTextBody: "Secret" },
  ],
  HTML: [
    { isPlainText: false, plainTextBody: "Secret", body: "<p>Secret</p>" },
    { body: "<!DOCTYPE html><html><head></head><body><p>Voir &lt;la&gt; lettre.</p></body></html>" },
    { body: "<p>Secret</p>" },
  ],
};

for (const [kind, [composed, changed, back]] of Object.entries(BEFORE)) {
  test(`${kind}: the letter is added, the text replaced, and both undone`, async () => {
    const { api, done } = holding(composed);
    const undoing = [];
    const edits = { add: [2 ** 40], body: "Voir <la> lettre." };
    const [put] = await carryOut(api, 1, edits, () => LETTER, undoing);
    assert.deepEqual([put.was, put.now, put.digest.length], [2 ** 40, 7, 64]);
    assert.deepEqual(done.splice(0), [{ added: "Message.pdf" }, changed]);
    await undo(undoing);
    assert.deepEqual(done, [back, { removed: 7 }]);
    await undo(undoing);
    assert.equal(done.length, 2);
  });
}

test("ranges are cut out of the text, and undone", async () => {
  for (const [composed, changed] of [
    [{ isPlainText: true, plainTextBody: "a😀bcdef" }, { plainTextBody: "a😀def" }],
    [{ isPlainText: false, body: "a😀bcdef" }, { body: "a😀def" }],
  ]) {
    const { api, done } = holding(composed);
    const undoing = [];
    await carryOut(api, 1, { cut: [{ start: 3, end: 4 }, { start: 4, end: 5 }] }, null, undoing);
    await undo(undoing);
    const { isPlainText: _, ...before } = composed;
    assert.deepEqual(done, [changed, before]);
  }
});

test("what cannot be undone hinders nothing else", async () => {
  const { api, done } = holding(BEFORE.HTML[0]);
  const undoing = [];
  await carryOut(api, 1, { add: [2 ** 40], body: "x" }, () => LETTER, undoing);
  done.length = 0;
  api.setComposeDetails = async () => { throw new Error("the window is gone"); };
  await undo(undoing);
  assert.deepEqual(done, [{ removed: 7 }]);
});
