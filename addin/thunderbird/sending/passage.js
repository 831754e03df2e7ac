// One click on Send, from the question to the answer. Whatever happens in between, the answer is
// *release* or *keep*, and everything but a clear release keeps the mail.

import { Download } from "../helper/download.js";
import { fits } from "../helper/link.js";
import { PROGRESS_AFTER, SHOWN_WITHIN } from "../helper/limits.js";
import { Inbox } from "./inbox.js";

/** The mail stays open; `reason` names the sentence that is shown, none where the person chose. */
export class Kept extends Error {
  constructor(reason = "", sentence = "") {
    super(reason);
    this.reason = reason;
    this.sentence = sentence;
  }
}

export class Passage {
  #inbox = new Inbox();
  #ended = Promise.withResolvers();
  #asked = false;
  #heard = false;
  #read = false;
  #downloads = new Map();
  #link;
  #doing;
  #timers;
  #sought;

  /**
   * `compose` and `request` name it. `doing` is what can be done to the compose window:
   * `describe()`, `carryOut(edits, sealed)`, `want(attachment)`, `address(to)`,
   * `progress(shown)`. `asked` is what else the helper is told of the click: nothing for Send, or
   * that attachments are to be sealed and nothing sent.
   */
  constructor({ compose, request, link, doing, timers, asked = {} }) {
    this.compose = compose;
    this.request = request;
    this.#ended.promise.catch(() => {}); // whoever waits is told; not everybody does
    this.#link = link;
    this.#doing = doing;
    this.#timers = timers;
    this.#sought = asked;
  }

  /** A frame of the helper's about this compose window. */
  receive(frame) {
    this.#heard = true;
    this.#inbox.put(frame);
  }

  /** Whether the helper said anything of it: until then, nobody saw it and it may be asked anew. */
  get heard() {
    return this.#heard;
  }

  /** It ends here, and the mail is kept. */
  keep(reason, sentence = "") {
    const kept = new Kept(reason, sentence);
    this.#inbox.end(kept);
    this.#ended.reject(kept);
  }

  /** Asks the helper; returns where the mail may go, throws {@link Kept} where it may not. */
  async run() {
    const endWatching = this.#link.watch();
    const progress = this.#timers.setTimeout(() => this.#doing.progress(true), PROGRESS_AFTER);
    const late = this.#timers.setTimeout(() => this.keep("window-silent"), SHOWN_WITHIN);
    const shown = () => {
      this.#timers.clearTimeout(progress);
      this.#timers.clearTimeout(late);
      this.#doing.progress(false);
    };
    try {
      await Promise.race([this.#link.open(), this.#ended.promise]);
      const details = await this.#doing.describe();
      const frame = { op: "send", ...this.#names, ...this.#sought, details };
      if (!fits(frame)) { throw new Kept("too-long"); }
      this.#link.post(frame);
      this.#asked = true;
      await this.#hear(shown);
    } catch (error) {
      this.#withdraw();
      throw error;
    } finally {
      shown();
      endWatching();
    }
  }

  get #names() {
    return { compose: this.compose, request: this.request };
  }

  async #hear(shown) {
    for (;;) {
      const frame = await this.#inbox.next();
      switch (frame.op) {
        case "shown":
          shown();
          break;
        case "want":
          await this.#doing.want(frame.attachment);
          break;
        case "file":
          this.#downloads.set(frame.attachment, new Download(frame));
          break;
        case "chunk":
          this.#take(frame);
          break;
        case "edits":
          shown();
          await this.#make(frame);
          break;
        case "keep":
          this.#asked = false;
          if (frame.remaining?.length) { await this.#doing.address(frame.remaining); }
          throw new Kept(frame.sentence ? "told" : "", frame.sentence);
        case "release":
          if (!this.#read) { throw new Kept("went-wrong"); } // nothing leaves that was not read back
          return;
        default:
          throw new Kept("other-version");
      }
    }
  }

  #take({ compose, attachment, offset, data, last }) {
    const download = this.#downloads.get(attachment);
    if (!download) { throw new Kept("went-wrong"); }
    const arrived = download.take({ offset, data, last });
    this.#link.post({ op: "got", compose, attachment, stamp: "", offset: arrived });
  }

  async #make(edits) {
    let replaced = [];
    let problem = "";
    try {
      replaced = await this.#doing.carryOut(edits, (attachment) => this.#sealed(attachment));
    } catch (error) {
      problem = String(error?.message ?? error).slice(0, 200) || "unknown";
    }
    const details = await this.#doing.describe();
    this.#link.post({ op: "made", ...this.#names, copy: 0, details, replaced, problem });
    this.#read = !problem;
  }

  #sealed(attachment) {
    const download = this.#downloads.get(attachment);
    if (!download) { throw new Error("the sealed file did not arrive"); }
    return download.file();
  }

  #withdraw() {
    if (this.#link.stands && this.#asked) { this.#link.post({ op: "withdraw", ...this.#names }); }
  }
}
