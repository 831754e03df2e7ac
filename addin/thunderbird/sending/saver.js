// Attachments of received messages, sealed on their way to the disk: what is saved is sealed, and the
// clear file never leaves memory.

import { LARGEST_FILE } from "../helper/limits.js";
import { Upload } from "../helper/upload.js";
import { Kept, Passage } from "./passage.js";

export class Saver {
  #under = new Map(); // compose, a name for the message here → { passage, entries, uploads }
  #link;
  #around;
  #timers;

  /**
   * `around` is what else is there: `fileOf(messageId, partName)`, `messageOf(messageId)`,
   * `saveAs(file)`, `progress(compose, shown)`, `tell(reason, sentence, purpose)`,
   * `newRequest()`.
   */
  constructor({ link, around, timers }) {
    this.#link = link;
    this.#around = around;
    this.#timers = timers;
  }

  /** Says whether a frame about this name is ours. */
  has(compose) {
    return this.#under.has(compose);
  }

  /** Seals attachments of a received message, as Thunderbird's menu names them, and saves them.
   * Never throws. */
  async save(messageId, attachments) {
    const request = this.#around.newRequest();
    const compose = `message-${request}`;
    try {
      this.#link.open();
      const sealed = await this.#seal(compose, request, messageId, attachments);
      for (const file of sealed) { await this.#around.saveAs(file); }
    } catch (error) {
      const known = error instanceof Kept || typeof error?.reason === "string";
      const reason = known ? error.reason : "went-wrong";
      if (reason) { this.#around.tell(reason, error.sentence ?? "", "seal"); }
    } finally {
      this.#under.delete(compose);
      if (this.#link.stands) { this.#link.post({ op: "closed", compose }); }
    }
  }

  /** A frame of the helper's. */
  receive(frame) {
    const it = this.#under.get(frame.compose);
    if (frame.op === "got") {
      it?.uploads.get(frame.attachment)?.got(frame.offset);
    } else {
      it?.passage.receive(frame);
    }
  }

  /** The person goes back without waiting. */
  withdraw(compose) {
    this.#under.get(compose)?.passage.keep("");
  }

  /** The line broke: nothing is sealed. */
  lost({ reason, sentence }) {
    for (const { passage } of this.#under.values()) { passage.keep(reason, sentence); }
  }

  async #seal(compose, request, messageId, attachments) {
    const [header, entries] = await Promise.all([
      this.#around.messageOf(messageId),
      Promise.all(attachments.map((one, place) => this.#entry(messageId, one, place + 1))),
    ]);
    const sealed = [];
    const uploads = new Map();
    const doing = {
      describe: () => described(header, entries),
      carryOut: (edits, fileOf) => taken(edits, fileOf, entries, sealed),
      want: () => {},
      address: () => {},
      progress: (shown) => this.#around.progress(compose, shown),
    };
    const asked = { purpose: "seal", chosen: [] };
    const link = this.#link;
    const passage = new Passage({ compose, request, link, doing, timers: this.#timers, asked });
    this.#under.set(compose, { passage, uploads });
    await link.open();
    link.post({ op: "opened", compose });
    for (const { file, ...entry } of entries) { this.#bring(compose, entry, file, uploads); }
    try {
      await passage.run();
    } catch (error) {
      // a click that sends nothing ends with *keep*: made, where nothing is said against it
      if (!(error instanceof Kept) || error.reason) { throw error; }
    } finally {
      for (const upload of uploads.values()) { upload.stop(); }
    }
    return sealed;
  }

  async #entry(messageId, { name, contentType, partName }, attachment) {
    const file = await this.#around.fileOf(messageId, partName).catch(() => null);
    const size = file?.size ?? 0;
    return { attachment, name, mediaType: contentType ?? "", size, stamp: `${size}`, file };
  }

  #bring(compose, entry, file, uploads) {
    const { attachment, stamp } = entry;
    const tooLarge = file && file.size > LARGEST_FILE ? "too-large" : "";
    const problem = file ? tooLarge : "unreadable";
    this.#link.post({ op: "attached", compose, ...entry, problem });
    if (problem) { return; }
    const about = { compose, attachment, stamp };
    const upload = new Upload(file, about, (frame) => this.#link.post(frame));
    uploads.set(attachment, upload);
    upload.run().catch(() => {
      if (this.#link.stands) {
        this.#link.post({ op: "attached", compose, ...entry, problem: "unreadable" });
      }
    });
  }
}

function described({ author, subject }, entries) {
  const files = entries.map(({ attachment, name, mediaType, size, stamp }) => {
    return { attachment, name, mediaType, size, stamp };
  });
  return { sender: author ?? "", subject: subject ?? "", files };
}

/** Takes the sealed files; what is listed then is they, as in a compose window. */
async function taken({ replace = [] }, fileOf, entries, sealed) {
  const replaced = [];
  for (const was of replace) {
    const file = fileOf(was);
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const entry = entries.find(({ attachment }) => attachment === was);
    Object.assign(entry, { name: file.name, size: file.size, file: null });
    sealed.push(file);
    replaced.push({ was, now: was, digest: new Uint8Array(digest).toHex() });
  }
  return replaced;
}
