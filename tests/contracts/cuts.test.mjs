// What the Edits in Python take out of a text, those in JavaScript take out too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cutsOf, withoutCuts } from "../../addin/outlook/web/mail/cuts.js";
import { historyInHtml, historyInText } from "../../addin/outlook/web/mail/history.js";
import { passagesInHtml, passagesInText } from "../../addin/outlook/web/mail/passages.js";
import { without } from "../../addin/outlook/web/mail/ranges.js";

const cases = JSON.parse(readFileSync(new URL("cuts.json", import.meta.url), "utf8"));

function leftOf({ html, text, wanted, links }) {
  if (wanted) {
    const letters = new Set(wanted);
    return text === undefined
      ? without(html, passagesInHtml(html, letters, new Set(links)))
      : without(text, passagesInText(text, letters));
  }
  return text === undefined ? without(html, historyInHtml(html)) : without(text, historyInText(text));
}

function outcome({ mail, edits }) {
  try {
    const { text, html, inline_images } = withoutCuts(mail, cutsOf(mail, edits));
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
      assert.equal(leftOf(given), left);
    }
  });
}
