// A file on its way to the helper, in pieces, with never more than a few of them unanswered.

import { IN_FLIGHT, LARGEST_CHUNK } from "./limits.js";

export class Upload {
  #answered = 0;
  #wake = () => {};
  #stopped = false;

  /** `file` is a Blob; `post` sends a frame; `about` (compose, attachment, stamp) names the file. */
  constructor(file, about, post) {
    this.file = file;
    this.about = about;
    this.post = post;
  }

  /** Sends it whole, unless stopped; throws where it cannot be read. */
  async run() {
    const { file } = this;
    let offset = 0;
    do {
      const end = Math.min(offset + LARGEST_CHUNK, file.size);
      const bytes = new Uint8Array(await file.slice(offset, end).arrayBuffer());
      if (bytes.length !== end - offset) { throw new Error("the file became shorter"); }
      await this.#room(offset);
      if (this.#stopped) { return; }
      const last = end === file.size;
      this.post({ op: "chunk", ...this.about, offset, data: bytes.toBase64(), last });
      offset = end;
    } while (offset < file.size);
  }

  /** The helper has everything before `offset`. */
  got(offset) {
    this.#answered = Math.max(this.#answered, offset);
    this.#wake();
  }

  /** Sends no more of it. */
  stop() {
    this.#stopped = true;
    this.#wake();
  }

  async #room(offset) {
    while (!this.#stopped && offset - this.#answered >= IN_FLIGHT * LARGEST_CHUNK) {
      const { promise, resolve } = Promise.withResolvers();
      this.#wake = resolve;
      await promise;
    }
  }
}
