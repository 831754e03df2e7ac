import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock, settle } from "./support.mjs";
import { Passage } from "../../../addin/thunderbird/sending/passage.js";
import { PROGRESS_AFTER, SHOWN_WITHIN } from "../../../addin/thunderbird/helper/limits.js";

function begun({ carryOut = () => [], open = Promise.resolve() } = {}) {
  const clock = new Clock();
  const said = [];
  const progress = [];
  const watched = { now: 0 };
  const link = {
    stands: true,
    open: () => open,
    post: (frame) => said.push(frame),
    watch: () => {
      watched.now += 1;
      return () => { watched.now -= 1; };
    },
  };
  const addressed = [];
  const doing = {
    describe: async () => ({ subject: "Bilan" }),
    carryOut: async (...one) => carryOut(...one),
    want: async () => {},
    address: async (to) => addressed.push(to),
    progress: (shown) => progress.push(shown),
  };
  const passage = new Passage({ compose: "1", request: "r", link, doing, timers: clock.timers });
  const ended = passage.run().then(() => "release", (error) => error.reason ?? "threw");
  return { passage, ended, said, progress, clock, watched, addressed };
}

const NAMED = { compose: "1", request: "r" };
const ops = (said) => said.map(({ op }) => op);

test("it is released after it was read back, and nothing stays behind", async () => {
  const it = begun();
  await settle();
  it.passage.receive({ op: "shown", ...NAMED });
  it.passage.receive({ op: "edits", ...NAMED });
  it.passage.receive({ op: "release", ...NAMED, copy: 0 });
  assert.equal(await it.ended, "release");
  assert.deepEqual(ops(it.said), ["send", "made"]);
  assert.deepEqual([it.clock.pending, it.watched.now], [0, 0]);
});

const KEPT = {
  "the person goes back": [[{ op: "keep", ...NAMED, sentence: "" }], ""],
  "the helper says why": [[{ op: "keep", ...NAMED, sentence: "Non." }], "told"],
  "released before it was read back": [[{ op: "release", ...NAMED, copy: 0 }], "went-wrong"],
  "a word nobody knows": [[{ op: "sing", ...NAMED }], "other-version"],
  "a piece of a file nobody announced": [
    [{ op: "chunk", compose: "1", attachment: 3, offset: 0, data: "", last: true }],
    "went-wrong",
  ],
};
for (const [name, [frames, why]] of Object.entries(KEPT)) {
  test(`it is kept: ${name}`, async () => {
    const it = begun();
    await settle();
    for (const frame of frames) { it.passage.receive(frame); }
    assert.equal(await it.ended, why);
    assert.deepEqual([it.clock.pending, it.watched.now], [0, 0]);
  });
}

test("an edit that fails is told, and a release after it is not heeded", async () => {
  const it = begun({ carryOut: () => { throw new Error("no such attachment"); } });
  await settle();
  it.passage.receive({ op: "edits", ...NAMED, replace: [9] });
  it.passage.receive({ op: "release", ...NAMED, copy: 0 });
  assert.equal(await it.ended, "went-wrong");
  assert.equal(it.said.find(({ op }) => op === "made").problem, "no such attachment");
});

test("a line that breaks keeps it, whenever it does", async () => {
  const never = new Promise(() => {});
  for (const it of [begun(), begun({ open: never })]) {
    await settle();
    it.passage.keep("helper-gone");
    assert.equal(await it.ended, "helper-gone");
  }
});

test("a window that does not show is waited for aloud, and not for ever", async () => {
  const it = begun();
  await settle();
  it.clock.pass(PROGRESS_AFTER);
  assert.deepEqual(it.progress, [true]);
  it.clock.pass(SHOWN_WITHIN);
  assert.equal(await it.ended, "window-silent");
  assert.deepEqual(ops(it.said), ["send", "withdraw"]);
  assert.equal(it.progress.at(-1), false);
});

test("once the window shows, the person has all the time they want", async () => {
  const it = begun();
  await settle();
  it.passage.receive({ op: "shown", ...NAMED });
  await settle();
  it.clock.pass(10 * SHOWN_WITHIN);
  it.passage.receive({ op: "keep", ...NAMED, sentence: "" });
  assert.equal(await it.ended, "");
});

test("whom separate mails did not reach is put in To", async () => {
  const it = begun();
  await settle();
  it.passage.receive({ op: "keep", ...NAMED, sentence: "Un mail est resté.", remaining: ["a@b.example"] });
  assert.equal(await it.ended, "told");
  assert.deepEqual(it.addressed, [["a@b.example"]]);
});
