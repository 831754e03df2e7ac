import assert from "node:assert/strict";
import { test } from "node:test";
import { Preferences } from "../../../addin/thunderbird/helper/preferences.js";

function line(stands = true) {
  const said = [];
  return { said, stands, post: (frame) => said.push(frame) };
}

test("questions are answered in their order", async () => {
  const link = line();
  const preferences = new Preferences(link);
  const first = preferences.speak("");
  const second = preferences.speak("fr");
  preferences.receive({ op: "speaks", language: "auto" });
  preferences.receive({ op: "speaks", language: "fr", locked: true, problem: "Non." });
  assert.deepEqual(await first, { language: "auto", locked: false, problem: "" });
  assert.deepEqual(await second, { language: "fr", locked: true, problem: "Non." });
  assert.deepEqual(link.said.map(({ language }) => language), ["", "fr"]);
});

test("without a helper there is no answer, and none is waited for", async () => {
  const link = line(false);
  const preferences = new Preferences(link);
  assert.equal(await preferences.speak("fr"), null);
  preferences.open();
  assert.deepEqual(link.said, []);
});

test("a line that breaks leaves nobody waiting", async () => {
  const preferences = new Preferences(line());
  const asked = preferences.speak("");
  preferences.lost();
  assert.equal(await asked, null);
  preferences.receive({ language: "fr" }); // too late: nobody asks any more
});
