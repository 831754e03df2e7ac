// Every click on Send: which ones wait, which were let go, and what became of those.

import { asList } from "../compose/people.js";
import { carryOut, undo } from "../compose/edits.js";
import { described } from "../compose/details.js";
import { picturesIn, textOf } from "../compose/text.js";
import { NOT_LISTED, TEXT } from "../helper/limits.js";
import { Copies } from "./copies.js";
import { Kept, Passage } from "./passage.js";
import { OFF } from "../policy/policy.js";

/** Milliseconds a window that closed is waited for to say what became of its mail. */
const AFTER_WITHIN = 30_000;

export class Sender {
  #passages = new Map(); // compose → Passage
  #released = new Map(); // compose → { request, gone, undoing }
  #link;
  #files;
  #api;
  #around;
  #timers;
  #copies;

  /**
   * `api` is `messenger.compose`; `around` is what else is there: `lists`, `messageOf`,
   * `closeTab`, `progress(compose, shown)`, `tell(reason, sentence, purpose, compose)`,
   * `newRequest()`, `policy()`, and `unchecked`, the mails that go without the check.
   */
  constructor({ link, files, api, around, timers }) {
    this.#link = link;
    this.#files = files;
    this.#api = api;
    this.#around = around;
    this.#timers = timers;
    this.#copies = new Copies({ link, api, describe: (tab) => this.#describe(tab) });
  }

  /** How many mails wait for the helper. */
  get waiting() {
    return this.#passages.size;
  }

  /** Send was clicked. Gives Thunderbird's answer; never throws. */
  async beforeSend(tab, composed) {
    const compose = String(tab.id);
    try {
      // before anything is awaited: an open port is what keeps this page awake
      this.#link.open();
      if ((await this.#around.policy()) === OFF) { return {}; }
      if (this.#around.unchecked.take(compose)) {
        await this.#goUnchecked(tab.id, composed);
      } else if (this.#copies.has(compose)) {
        await this.#copies.confirm(compose);
      } else {
        await this.#send(tab.id, compose, composed);
      }
      return {};
    } catch (error) {
      this.#tell(compose, error);
      return { cancel: true };
    }
  }

  /**
   * Attachments of a compose window are to be sealed and nothing sent: those numbered in `chosen`,
   * or all. Never throws.
   */
  async seal(tab, chosen) {
    const compose = String(tab.id);
    if (this.#passages.has(compose)) { return; } // its window is there already
    try {
      this.#link.open();
      if (!(await this.#files.opened(compose)).length) { throw new Kept("nothing-to-seal"); }
      await this.#pass(tab.id, compose, { purpose: "seal", chosen });
    } catch (error) {
      this.#tell(compose, error, "seal");
    }
  }

  /** Thunderbird says what became of a mail. */
  afterSend(tab, info) {
    const compose = String(tab.id);
    if (this.#copies.has(compose)) {
      this.#copies.after(compose, told(info));
      return;
    }
    const released = this.#released.get(compose);
    if (!released) { return; }
    this.#released.delete(compose);
    const result = told(info);
    this.#post({ op: "after", compose, request: released.request, copy: 0, ...result });
    if (!result.left) { undo(released.undoing); }
    if (released.gone) { this.#files.closed(compose); }
  }

  /** A compose window is gone. */
  closed(compose) {
    this.#passages.get(compose)?.keep("");
    this.#copies.closed(compose);
    const released = this.#released.get(compose);
    if (!released) {
      this.#files.closed(compose);
      return;
    }
    released.gone = true;
    this.#timers.setTimeout(() => {
      if (this.#released.delete(compose)) { this.#files.closed(compose); }
    }, AFTER_WITHIN);
  }

  /** The person goes back to the message without waiting. */
  withdraw(compose) {
    this.#passages.get(compose)?.keep("");
  }

  /** A frame of the helper's about a compose window. */
  receive(frame) {
    if (frame.op === "got") {
      this.#files.got(frame);
    } else if (frame.copy) {
      this.#copies.receive(frame);
    } else {
      if (frame.op === "keep") { this.#copies.keep(frame.request); }
      const passage = this.#passages.get(frame.compose);
      if (passage && (!frame.request || frame.request === passage.request)) {
        passage.receive(frame);
      }
    }
  }

  /** The line broke: all that wait are kept. */
  lost({ reason, sentence }) {
    for (const passage of this.#passages.values()) { passage.keep(reason, sentence); }
    this.#copies.lost();
  }

  /** Noted before it goes: a mail that went without the check is never one nobody knows of. */
  async #goUnchecked(tab, composed) {
    const recipients = ["to", "cc", "bcc"].flatMap((field) => asList(composed[field] ?? []));
    const files = await this.#api.listAttachments(tab);
    await this.#around.unchecked.note({ recipients: recipients.length, files: files.length });
  }

  async #send(tab, compose, composed) {
    this.#passages.get(compose)?.keep("");
    const changed = await this.#unsent(compose);
    const released = await this.#pass(tab, compose, {}, changed ? null : composed);
    this.#released.set(compose, { ...released, gone: false });
  }

  /**
   * Goes through a click with the helper; gives its name, and what would undo the change of the
   * text, where all was done, else throws. A helper that went before it said a word of it was being replaced: the next one is asked.
   */
  async #pass(tab, compose, asked, composed) {
    const first = this.#passage(tab, compose, asked, composed);
    try {
      return await this.#run(first);
    } catch (error) {
      if (error.reason !== "helper-gone" || first.passage.heard) { throw error; }
      return await this.#run(this.#passage(tab, compose, asked));
    }
  }

  #passage(tab, compose, asked, composed) {
    const request = this.#around.newRequest();
    const undoing = [];
    const opened = { copies: [], undoing };
    const pictures = [];
    let first = composed;
    const doing = {
      describe: () => {
        const given = first;
        first = null;
        return this.#describe(tab, given, pictures);
      },
      carryOut: async (edits, sealed) => {
        const replaced = await carryOut(this.#api, tab, edits, sealed, undoing);
        opened.copies = await this.#copies.open(tab, { compose, request, each: edits.each ?? [] });
        await this.#copies.send(opened.copies);
        return replaced;
      },
      address: (to) => this.#api.setComposeDetails(tab, { to, cc: [], bcc: [] }),
      want: (attachment) => (
        attachment < NOT_LISTED
          ? this.#files.wanted(compose, attachment)
          : this.#givePart(tab, attachment, pictures)
      ),
      progress: (shown) => this.#around.progress(compose, shown),
    };
    const link = this.#link;
    const timers = this.#timers;
    const passage = new Passage({ compose, request, link, doing, timers, asked });
    return { passage, opened };
  }

  async #run({ passage, opened }) {
    const { compose, request } = passage;
    this.#passages.set(compose, passage);
    try {
      await passage.run();
      return { request, undoing: opened.undoing };
    } catch (error) {
      await undo(opened.undoing);
      throw error;
    } finally {
      await this.#copies.drop(opened.copies, this.#around.closeTab);
      if (this.#passages.get(compose) === passage) { this.#passages.delete(compose); }
    }
  }

  /** What was let go before from this window did not leave: Thunderbird itself refused it. Says
   * whether the text is another one then. */
  async #unsent(compose) {
    const released = this.#released.get(compose);
    if (!released) { return false; }
    this.#released.delete(compose);
    const { request, undoing } = released;
    this.#post({ op: "after", compose, request, copy: 0, left: false, error: "not sent" });
    const changed = undoing.length > 0;
    await undo(undoing);
    return changed;
  }

  /** `given` is what Thunderbird said already of the window; `pictures` takes those in the text. */
  async #describe(tab, given = null, pictures = []) {
    const files = this.#files.opened(String(tab));
    const composed = given ?? (await this.#api.getComposeDetails(tab));
    pictures.splice(0, pictures.length, ...(await picturesIn(composed)));
    const { lists, messageOf } = this.#around;
    return described(composed, { files: await files, lists, messageOf, pictures });
  }

  /** The helper wants the text, or a picture in it. */
  async #givePart(tab, attachment, pictures) {
    const wanted = attachment === TEXT
      ? await textOf(await this.#api.getComposeDetails(tab))
      : pictures.find(({ entry }) => entry.attachment === attachment);
    if (wanted) { this.#files.give(String(tab), wanted.entry, wanted.file()); }
  }

  #post(frame) {
    if (this.#link.stands) { this.#link.post(frame); }
  }

  #tell(compose, error, purpose = "send") {
    const known = error instanceof Kept || typeof error?.reason === "string";
    const reason = known ? error.reason : "went-wrong";
    if (reason) { this.#around.tell(reason, error.sentence ?? "", purpose, compose); }
  }
}

/**
 * Gives what Thunderbird says of a mail it sent, or could not send, as the helper wants it.
 *
 * A refusal by the server may come without an `error`: what was sent now has a Message-ID, always.
 */
function told({ mode, headerMessageId, error, details }) {
  const recipients = ["to", "cc", "bcc"].flatMap((field) => asList(details?.[field] ?? []));
  const later = mode === "sendLater";
  const left = !error && (later || Boolean(headerMessageId));
  return {
    left,
    mode: later ? "later" : "now",
    messageId: headerMessageId ?? "",
    recipients,
    error: error ? String(error).slice(0, 500) : "",
  };
}
