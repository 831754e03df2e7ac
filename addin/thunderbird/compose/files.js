// The attachments of every compose window, read and brought to the helper as they are added, so
// that nothing is left to read when Send is clicked.

import { LARGEST_FILE } from "../helper/limits.js";
import { Upload } from "../helper/upload.js";

export class Files {
  #composes = new Map(); // compose → attachment → { entry, upload }
  #link;
  #api;

  /** `api` is `messenger.compose`. */
  constructor(link, api) {
    this.#link = link;
    this.#api = api;
  }

  /** Says which compose windows are known. */
  get composes() {
    return [...this.#composes.keys()];
  }

  /** A compose window is there: gives its attachments, as {@link Files.listed} does. */
  opened(compose) {
    if (!this.#composes.has(compose)) {
      this.#composes.set(compose, new Map());
      if (this.#link.stands) { this.#link.post({ op: "opened", compose }); }
    }
    return this.listed(compose);
  }

  /** A compose window is gone. */
  closed(compose) {
    const known = this.#composes.get(compose);
    if (!known) { return; }
    this.#composes.delete(compose);
    for (const { upload } of known.values()) { upload?.stop(); }
    if (this.#link.stands) { this.#link.post({ op: "closed", compose }); }
  }

  /** An attachment was taken out. */
  removed(compose, attachment) {
    const known = this.#composes.get(compose);
    const file = known?.get(attachment);
    if (!file) { return; }
    file.upload?.stop();
    known.delete(attachment);
    if (this.#link.stands) { this.#link.post({ op: "removed", compose, attachment }); }
  }

  /** The line stands (again): the helper knows nothing of any compose window. */
  async announceAll() {
    const composes = this.composes;
    for (const compose of composes) {
      for (const { upload } of this.#composes.get(compose).values()) { upload?.stop(); }
      this.#composes.set(compose, new Map());
      this.#link.post({ op: "opened", compose });
    }
    await Promise.all(composes.map((compose) => this.listed(compose)));
  }

  /**
   * Gives the attachments of a compose window as they are now; what is new or has changed since
   * it was read is brought to the helper.
   */
  async listed(compose) {
    const attachments = await this.#api.listAttachments(Number(compose));
    const known = this.#composes.get(compose) ?? new Map();
    const there = new Set(attachments.map(({ id }) => id));
    for (const id of [...known.keys()].filter((one) => !there.has(one))) {
      this.removed(compose, id);
    }
    return Promise.all(attachments.map((attachment) => this.#looked(compose, attachment)));
  }

  /** The helper wants the content of an attachment (again). */
  async wanted(compose, attachment) {
    const listed = await this.#api.listAttachments(Number(compose));
    const found = listed.find(({ id }) => id === attachment);
    if (found) {
      this.#composes.get(compose)?.delete(attachment);
      await this.#looked(compose, found);
    }
  }

  /** The helper wants what is in no list: a picture in the text. `file` is null where it cannot be
   * had. */
  give(compose, entry, file) {
    const known = this.#composes.get(compose);
    if (!known) { return; }
    known.get(entry.attachment)?.upload?.stop();
    known.set(entry.attachment, { entry, upload: this.#bring(compose, entry, file) });
  }

  /** The helper has a file up to `offset`. */
  got({ compose, attachment, stamp, offset }) {
    const file = this.#composes.get(compose)?.get(attachment);
    if (file?.entry.stamp === stamp) { file.upload?.got(offset); }
  }

  async #looked(compose, { id, name, size }) {
    const found = await this.#found(id);
    const entry = {
      attachment: id,
      name,
      mediaType: found?.type ?? "",
      size: found?.size ?? Math.max(size ?? 0, 0),
      stamp: found ? `${found.size}-${found.lastModified}` : "unreadable",
    };
    const known = this.#composes.get(compose);
    const before = known?.get(id)?.entry;
    if (known && this.#link.stands && (before?.stamp !== entry.stamp || before.name !== name)) {
      known.get(id)?.upload?.stop();
      known.set(id, { entry, upload: this.#bring(compose, entry, found) });
    }
    return entry;
  }

  /** A file that is gone, or is on a web page, is none. */
  async #found(id) {
    try {
      const file = await this.#api.getAttachmentFile(id);
      await file?.slice(0, 1).arrayBuffer();
      return file;
    } catch {
      return null;
    }
  }

  #bring(compose, entry, file) {
    const { attachment, stamp } = entry;
    const problem = brought(file);
    this.#link.post({ op: "attached", compose, ...entry, problem });
    if (problem) { return null; }
    const about = { compose, attachment, stamp };
    const upload = new Upload(file, about, (frame) => this.#link.post(frame));
    upload.run().catch(() => this.#failed(compose, entry));
    return upload;
  }

  /** It could not be read to its end; the helper says so where it matters. */
  #failed(compose, entry) {
    if (this.#link.stands && this.#composes.get(compose)?.has(entry.attachment)) {
      this.#link.post({ op: "attached", compose, ...entry, problem: "unreadable" });
    }
  }
}

function brought(file) {
  if (!file) { return "unreadable"; }
  return file.size > LARGEST_FILE ? "too-large" : "";
}
