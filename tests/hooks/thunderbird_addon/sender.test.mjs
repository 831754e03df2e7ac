import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "./support.mjs";
import { Sender } from "../../../addin/thunderbird/sending/sender.js";

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
