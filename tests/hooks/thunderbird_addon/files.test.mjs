import assert from "node:assert/strict";
import { test } from "node:test";
import { settle } from "./support.mjs";
import { Download } from "../../../addin/thunderbird/helper/download.js";
import { Upload } from "../../../addin/thunderbird/helper/upload.js";
import { IN_FLIGHT, LARGEST_CHUNK } from "../../../addin/thunderbird/helper/limits.js";

function upload(size) {
  const said = [];
  const bytes = new Uint8Array(size).map((_, place) => place % 251);
  const one = new Upload(new Blob([bytes]), { compose: "1", attachment: 7 }, (frame) => said.push(frame));
  return { one, said, bytes };
}

const together = (said) => Buffer.concat(said.map(({ data }) => Buffer.from(data, "base64")));

for (const size of [0, 1, LARGEST_CHUNK, LARGEST_CHUNK + 1, 9 * LARGEST_CHUNK + 5]) {
  test(`a file of ${size} bytes arrives whole, in order, with one last piece`, async () => {
    const { one, said, bytes } = upload(size);
    const sent = one.run();
    let answered = 0;
    while (!said.at(-1)?.last) {
      await settle();
      for (const { offset, data } of said.slice(answered)) {
        one.got(offset + Buffer.from(data, "base64").length);
      }
      answered = said.length;
    }
    await sent;
    assert.deepEqual(together(said), Buffer.from(bytes));
    assert.equal(said.filter(({ last }) => last).length, 1);
    assert.ok(said.every(({ data }) => data.length <= Math.ceil(LARGEST_CHUNK / 3) * 4));
  });
}

test("never more than a few pieces are unanswered", async () => {
  const { one, said } = upload(20 * LARGEST_CHUNK);
  one.run();
  await settle();
  await settle();
  assert.equal(said.length, IN_FLIGHT);
  one.got(LARGEST_CHUNK);
  await settle();
  await settle();
  assert.equal(said.length, IN_FLIGHT + 1);
  one.stop();
  await settle();
  assert.equal(said.length, IN_FLIGHT + 1);
});

test("a sealed file is given only when it is whole", async () => {
  const whole = new Download({ name: "a.pdf", mediaType: "application/pdf", size: 5 });
  assert.equal(whole.take({ offset: 0, data: btoa("abc"), last: false }), 3);
  assert.throws(() => whole.file());
  assert.equal(whole.take({ offset: 3, data: btoa("de"), last: true }), 5);
  const file = whole.file();
  assert.deepEqual([file.name, file.type, await file.text()], ["a.pdf", "application/pdf", "abcde"]);
});

const WRONG = {
  "a gap": [{ offset: 1, data: btoa("a"), last: false }],
  "too much": [{ offset: 0, data: btoa("abcdef"), last: false }],
  "an early end": [{ offset: 0, data: btoa("a"), last: true }],
  "a piece after the end": [
    { offset: 0, data: btoa("abcde"), last: true },
    { offset: 5, data: "", last: true },
  ],
};
for (const [name, pieces] of Object.entries(WRONG)) {
  test(`a sealed file is refused for ${name}`, () => {
    const download = new Download({ name: "a.pdf", mediaType: "", size: 5 });
    assert.throws(() => pieces.forEach((piece) => download.take(piece)));
  });
}
