// A sealed file on its way from the helper, in pieces that come in order.

export class Download {
  #pieces = [];
  #arrived = 0;
  #complete = false;

  /** `announced` is the frame that says what comes: name, media type, size. */
  constructor(announced) {
    this.announced = announced;
  }

  /** Takes a piece; gives how much has arrived. A gap or too much is an error. */
  take({ offset, data, last }) {
    const bytes = Uint8Array.fromBase64(data);
    if (this.#complete || offset !== this.#arrived) { throw new Error("a piece is missing"); }
    this.#arrived += bytes.length;
    if (this.#arrived > this.announced.size || (last && this.#arrived !== this.announced.size)) {
      throw new Error("the file has another size than announced");
    }
    this.#pieces.push(bytes);
    this.#complete = last;
    return this.#arrived;
  }

  /** Gives the whole file; one that is not whole is an error. */
  file() {
    if (!this.#complete) { throw new Error("the file is not whole"); }
    const { name, mediaType } = this.announced;
    return new File(this.#pieces, name, { type: mediaType });
  }
}
