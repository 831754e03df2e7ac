import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock, settle } from "./support.mjs";
import { LinkLost } from "../../../addin/thunderbird/helper/link.js";
import { policy } from "../../../addin/thunderbird/policy/policy.js";
import { helperFailed, Unchecked } from "../../../addin/thunderbird/policy/unchecked.js";
import { Sender } from "../../../addin/thunderbird/sending/sender.js";
import { sentenceFor } from "../../../addin/thunderbird/desk/state.js";

const DECIDED = {
  "every mail is checked where it says so": [{ check: "required" }, "required"],
  "a mail may go without where it says so": [{ check: "may-send-without-check" }, "may-send-without-check"],
  "nothing is checked where it says so": [{ check: "off" }, "off"],
  "a word nobody knows is the strictest": [{ check: "Off" }, "required"],
  "a value of another kind is the strictest": [{ check: true }, "required"],
  "a policy about something else is the strictest": [{}, "required"],
};

for (const [name, [set, expected]] of Object.entries(DECIDED)) {
  test(name, async () => {
    assert.equal(await policy({ get: async () => set }), expected);
  });
}

test("no policy at all is the strictest", async () => {
  const none = { get: () => Promise.reject(new Error("Managed storage manifest not found")) };
  assert.equal(await policy(none), "required");
});

const STATES = {
  "off is said, helper or not": [{ is: "connected" }, "off", "thunderbird.state-off"],
  "a helper that is there is said": [{ is: "connected" }, "required", "thunderbird.state-connected"],
  "a helper that is not there is said": [{ is: "lost" }, "may-send-without-check", "thunderbird.state-missing"],
};

for (const [name, [state, decided, expected]] of Object.entries(STATES)) {
  test(name, () => assert.equal(sentenceFor(state, decided), expected));
}

const FAILED = {
  "a helper that is not there": ["helper-missing", "send", true],
  "a window that did not show": ["window-silent", "send", true],
  "a sentence of the helper's own": ["told", "send", false],
  "a text that is too long": ["too-long", "send", false],
  "sealing without sending": ["helper-missing", "seal", false],
};

for (const [name, [reason, purpose, expected]] of Object.entries(FAILED)) {
  test(`${name}: the helper failed is ${expected}`, () => {
    assert.equal(helperFailed(reason, purpose), expected);
  });
}

function storage() {
  let kept = {};
  return {
    get: async (key) => ({ [key]: kept[key] }),
    set: async (values) => { kept = { ...kept, ...structuredClone(values) }; },
  };
}

const AT = "2026-03-02T09:00:00.000Z";

test("a mail may go without the check once, and only the one that was chosen", () => {
  const unchecked = new Unchecked(storage());
  unchecked.allow("1");
  assert.equal(unchecked.take("2"), false);
  assert.equal(unchecked.take("1"), true);
  assert.equal(unchecked.take("1"), false);
  unchecked.allow("1");
  unchecked.forbid("1");
  assert.equal(unchecked.take("1"), false);
});

test("notes written at once are all kept, and those the journal has are forgotten", async () => {
  const unchecked = new Unchecked(storage(), () => new Date(AT));
  await Promise.all([1, 2, 3].map((recipients) => unchecked.note({ recipients, files: 0 })));
  assert.deepEqual((await unchecked.notes()).map(({ recipients }) => recipients), [1, 2, 3]);
  await unchecked.noted(2);
  assert.deepEqual(await unchecked.notes(), [{ at: AT, recipients: 3, files: 0 }]);
});

/** A click on Send under a policy; gives the answer, what was noted and what the helper was asked. */
async function clicked({ decided, allowed, note = async () => {} }) {
  const notes = [];
  const asked = [];
  const told = [];
  const unchecked = {
    take: () => allowed,
    note: async (one) => { await note(); notes.push(one); },
  };
  const link = {
    stands: false,
    open: () => {
      const refused = Promise.reject(new LinkLost("helper-missing"));
      refused.catch(() => {});
      return refused;
    },
    watch: () => () => {},
    post: (frame) => asked.push(frame),
  };
  const sender = new Sender({
    link,
    files: { opened: async () => [], closed: () => {} },
    api: { getComposeDetails: async () => ({}), listAttachments: async () => [{ id: 1 }] },
    around: {
      lists: async () => [],
      progress: () => {},
      tell: (...one) => told.push(one),
      newRequest: () => "r",
      policy: async () => decided,
      unchecked,
    },
    timers: new Clock().timers,
  });
  const composed = { to: ["marie@orange.example"], cc: "paul@free.example", bcc: [] };
  const answer = await sender.beforeSend({ id: 7 }, composed);
  await settle();
  return { answer, notes, asked, told };
}

test("where nothing is checked a mail goes, and nobody is asked", async () => {
  const { answer, asked, notes, told } = await clicked({ decided: "off", allowed: false });
  assert.deepEqual(answer, {});
  assert.deepEqual([asked, notes, told], [[], [], []]);
});

test("a mail the person sends without the check goes and is noted, without a name", async () => {
  const { answer, notes } = await clicked({ decided: "may-send-without-check", allowed: true });
  assert.deepEqual(answer, {});
  assert.deepEqual(notes, [{ recipients: 2, files: 1 }]);
});

test("what cannot be noted does not go without the check", async () => {
  const note = () => Promise.reject(new Error("disk full"));
  const { answer, told } = await clicked({ decided: "may-send-without-check", allowed: true, note });
  assert.deepEqual(answer, { cancel: true });
  assert.equal(told[0][0], "went-wrong");
});

test("without a helper the mail stays, and it is told of which window", async () => {
  const { answer, told } = await clicked({ decided: "required", allowed: false });
  assert.deepEqual(answer, { cancel: true });
  assert.deepEqual(told, [["helper-missing", "", "send", "7"]]);
});
