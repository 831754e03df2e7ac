// What arrives for somebody who waits for it, one by one and in order.

export class Inbox {
  #arrived = [];
  #wake = () => {};
  #ended = null;

  /** Puts something in. */
  put(one) {
    this.#arrived.push(one);
    this.#wake();
  }

  /** Nothing more will come, for this reason: whoever waits is told at once. */
  end(error) {
    this.#ended ??= error;
    this.#wake();
  }

  /** Gives the next one; throws the reason where none will come. */
  async next() {
    while (!this.#ended && !this.#arrived.length) {
      const { promise, resolve } = Promise.withResolvers();
      this.#wake = resolve;
      await promise;
    }
    if (this.#ended) { throw this.#ended; }
    return this.#arrived.shift();
  }
}
