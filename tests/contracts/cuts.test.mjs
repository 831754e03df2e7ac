// What the Edits in Python take out of a text, those in JavaScript take out too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cutsOf, withoutCuts } from "../../addin/outlook/web/mail/cuts.js";
import { historyInHtml, historyInText } from "../../addin/outlook/web/mail/history.js";
import { without } from "../../addin/outlook/web/mail/ranges.js";

const cases = JSON.parse(readFileSync(new URL("cuts.json", import.meta.url), "utf8"));

function outcome({ mail, edits }) {
  try {
    const { text, html, inline_images } = withoutCuts(mail, cutsOf(edits));
    return { becomes: { text, html, pictures: inline_images.map((one) => one.id) } };
  } catch (fault) {
    return { refused: fault.reason };
  }
}

for (const [place, { left, becomes, refused, ...given }] of cases.entries()) {
  test(`${place}: ${JSON.stringify(given).slice(0, 80)}`, () => {
    if (given.mail) {
      assert.deepEqual(outcome(given), becomes ? { becomes } : { refused });
    } else {
      const { html, text } = given;
      const found = html === undefined ? without(text, historyInText(text)) : without(html, historyInHtml(html));
      assert.equal(found, left);
    }
  });
}
