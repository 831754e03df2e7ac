// Whatever Outlook does, a click is answered once, in time, and never with *yes* where the message
// was not read whole: some hundreds of bad days, each made of a number that can be played again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "./clock.mjs";
import { compose } from "./outlook.mjs";
import { RUNTIMES, load } from "./runtimes.mjs";

const DAYS = 200;
const FIVE_MINUTES = 300_000; // then Outlook stops a handler
const NEEDED = [
  "from.getAsync", "to.getAsync", "cc.getAsync", "bcc.getAsync", "subject.getAsync", "body.getAsync",
  "getAttachmentsAsync", "getComposeTypeAsync",
];
const HELPFUL = ["getAttachmentContentAsync", "sessionData.getAsync", "sessionData.setAsync", "notice"];
const FAULTS = ["fails", "throws", "silent", "twice", "nothing", "late"];
const MAILS = [
  [{ to: ["marc@clinique-exemple.fr"], text: "Bonjour Marc" }, true],
  [{ to: ["marie@orange.fr"], text: "Votre rendez-vous est confirmé." }, true],
  [{ to: ["marie@orange.fr", "paul@free.fr"] }, false],
  [{ to: ["marie@orange.fr"], files: [["bilan.pdf", "%PDF-1.7\n%%EOF"]] }, false],
  [{ to: ["marie@orange.fr"], files: [["a.csv", "Mme Durand;TSH 6,4 mUI/L"]] }, false],
  [{}, false],
];

/** Draws numbers below 1, always the same ones for a seed (mulberry32). */
function drawing(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function day(seed) {
  const draw = drawing(seed);
  const one = (list) => list[Math.floor(draw() * list.length)];
  const [mail, clean] = one(MAILS);
  const faults = {};
  for (const call of [...NEEDED, ...HELPFUL]) {
    if (draw() < 0.12) {
      faults[call] = one(FAULTS);
    }
  }
  const steps = Array.from({ length: 1 + Math.floor(draw() * 4) }, () =>
    one(["onMessageSend", "onMessageSend", "onMessageRecipientsChanged", "onMessageAttachmentsChanged"]));
  const together = draw() < 0.5;
  return { mail, clean, faults, steps, together, brokenEvent: draw() < 0.1 };
}

// Late is after a call was given up.
const unread = (faults) => NEEDED.some((call) => ["fails", "throws", "silent", "nothing", "late"].includes(faults[call]));

/** Plays one day; gives what Outlook heard: each handler's answers, and how long they took. */
async function played(runtime, { mail, faults, steps, together, brokenEvent }) {
  const clock = new Clock();
  const { item } = compose({ ...mail, faults, clock });
  const { actions } = load(runtime, item, { clock });
  const heard = steps.map((name) => ({ name, times: 0, given: null, took: 0 }));
  const begin = (one) => {
    const began = clock.now;
    actions[one.name]({
      completed: (given) => {
        Object.assign(one, { times: one.times + 1, given, took: clock.now - began });
        if (brokenEvent) {
          throw new Error("Outlook is gone");
        }
      },
    });
  };
  for (const one of heard) {
    begin(one);
    if (!together) {
      await clock.pass(() => one.times > 0);
    }
  }
  await clock.pass();
  return heard;
}

for (const runtime of Object.keys(RUNTIMES)) {
  test(`${runtime}: on ${DAYS} bad days every click is answered once, in time, and never wrongly with yes`, async () => {
    let [yes, no] = [0, 0];
    for (let seed = 1; seed <= DAYS; seed += 1) {
      const drawn = day(seed);
      for (const { name, times, given, took } of await played(runtime, drawn)) {
        assert.equal(times, 1, `day ${seed}: ${name} was answered ${times} times`);
        assert.ok(took < FIVE_MINUTES, `day ${seed}: ${name} took ${took} ms`);
        if (name === "onMessageSend") {
          const allowed = given.allowEvent === true;
          assert.ok(!allowed || (drawn.clean && !unread(drawn.faults)), `day ${seed} let a message go`);
          assert.ok(allowed || given.errorMessage, `day ${seed} kept a message without a word`);
          [yes, no] = allowed ? [yes + 1, no] : [yes, no + 1];
        }
      }
    }
    // Days on which nothing could leave would show nothing.
    assert.ok(yes > 25 && no > 100, `${yes} left, ${no} were kept`);
  });

  for (const broken of ["context", "mailbox"]) {
    test(`${runtime}: where Office has no ${broken}, the message stays`, async () => {
      const { context, call } = load(runtime, compose({}).item);
      context.Office = broken === "context" ? { actions: {} } : { context: { displayLanguage: "fr-FR" } };
      const answer = await call("onMessageSend");
      assert.equal(answer.allowEvent, false);
      assert.match(answer.errorMessage, /n’a pas pu vérifier/);
    });
  }
}
