// The review in JavaScript finds what the one in Python finds, mail by mail.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import sentences from "../../addin/outlook/web/built/sentences.js";
import { context, review } from "../../addin/outlook/web/review/engine.js";

const cases = JSON.parse(readFileSync(new URL("review.json", import.meta.url), "utf8"));
const say = (key) => sentences.fr[key];

for (const one of cases) {
  test(`${one.table}: ${one.sentence}`, () => {
    const known = context({ ...one, say });
    const readings = new Map(Object.entries(one.readings));
    const found = review(one.mail, readings, known).map(({ id, ...rest }) => rest);
    assert.deepEqual(found, one.finds);
  });
}
