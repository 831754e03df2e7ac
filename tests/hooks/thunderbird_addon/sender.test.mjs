import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock, settle } from "./support.mjs";
import { Sender } from "../../../addin/thunderbird/sending/sender.js";

/** The establishment wants every mail checked. */
const CHECKED = { policy: async () => "required", unchecked: { take: () => false } };

/** A mail released by the helper; what Thunderbird then says of it is `info`. */
async function after(info) {
  const said = [];
  const link = {
    stands: true,
    open: () => Promise.resolve(),
    watch: () => () => {},
    post: (frame) => {
      said.push(frame);
      if (frame.op === "send") {
        sender.receive({ op: "edits", compose: "1", request: "r" });
      } else if (frame.op === "made") {
        sender.receive({ op: "release", compose: "1", request: "r", copy: 0 });
      }
    },
  };
  const sender = new Sender({
    link,
    files: { opened: async () => [], closed: () => {} },
    api: { getComposeDetails: async () => ({}) },
    around: {
      lists: async () => [],
      progress: () => {},
      tell: (...told) => said.push({ op: "told", told }),
      newRequest: () => "r",
      ...CHECKED,
    },
    timers: new Clock().timers,
  });
  assert.deepEqual(await sender.beforeSend({ id: 1 }, {}), {});
  sender.afterSend({ id: 1 }, info);
  return said.at(-1);
}

const SAID = {
  "a mail with a Message-ID left": [{ mode: "sendNow", headerMessageId: "a@b.example" }, true],
  "a mail that was put aside left for the outbox": [{ mode: "sendLater" }, true],
  "an error is a refusal": [{ mode: "sendNow", error: "550", headerMessageId: "a@b.example" }, false],
  "a mail without a Message-ID was refused, whatever is not said": [{ mode: "sendNow" }, false],
  "an empty Message-ID is none": [{ mode: "sendNow", headerMessageId: "" }, false],
};

for (const [name, [info, left]] of Object.entries(SAID)) {
  test(name, async () => {
    const told = await after(info);
    assert.equal(told.op, "after");
    assert.equal(told.left, left);
  });
}

/** A click during which the helper goes: `before(sender)` says what it told until then. */
async function gone(before, times = 1) {
  const said = [];
  let requests = 0;
  let left = times;
  const link = {
    stands: true,
    open: () => Promise.resolve(),
    watch: () => () => {},
    post: (frame) => {
      said.push(frame);
      if (frame.op === "send" && left > 0) {
        left -= 1;
        before(sender, frame);
        sender.lost({ reason: "helper-gone", sentence: "" });
      } else if (frame.op === "send") {
        sender.receive({ op: "edits", compose: "1", request: frame.request });
      } else if (frame.op === "made") {
        sender.receive({ op: "release", compose: "1", request: frame.request, copy: 0 });
      }
    },
  };
  const sender = new Sender({
    link,
    files: { opened: async () => [], closed: () => {} },
    api: { getComposeDetails: async () => ({}) },
    around: {
      lists: async () => [],
      progress: () => {},
      tell: (reason) => said.push({ op: "told", reason }),
      newRequest: () => { requests += 1; return `r${requests}`; },
      ...CHECKED,
    },
    timers: new Clock().timers,
  });
  const answer = await sender.beforeSend({ id: 1 }, {});
  await settle();
  return { answer, asked: said.filter(({ op }) => op === "send"), told: said.filter(({ op }) => op === "told") };
}

test("a helper that goes before it said a word is followed by the next one", async () => {
  const { answer, asked, told } = await gone(() => {});
  assert.deepEqual(answer, {});
  assert.deepEqual(asked.map(({ request }) => request), ["r1", "r2"]);
  assert.deepEqual(told, []);
});

test("where the next one goes as well, the mail is kept and it is told", async () => {
  const { answer, asked, told } = await gone(() => {}, 5);
  assert.deepEqual(answer, { cancel: true });
  assert.equal(asked.length, 2);
  assert.deepEqual(told, [{ op: "told", reason: "helper-gone" }]);
});

test("a helper that goes once its window was seen is not asked anew", async () => {
  const seen = (sender, { request }) => sender.receive({ op: "shown", compose: "1", request });
  const { answer, asked, told } = await gone(seen);
  assert.deepEqual(answer, { cancel: true });
  assert.equal(asked.length, 1);
  assert.deepEqual(told, [{ op: "told", reason: "helper-gone" }]);
});
