// Small windows of the add-on's own: what is told where the helper cannot show its window.

export class Popups {
  #told = new Map(); // id → what is said, and of which mail
  #waiting = new Map(); // compose → promise of the window
  #last = 0;
  #windows;

  /** `windows` is `messenger.windows`. */
  constructor(windows) {
    this.#windows = windows;
  }

  /**
   * Shows a sentence: the helper's own, or the one `reason` names. `purpose` says what did not
   * happen: `send`, or `seal`; `compose` names the compose window, where there is one, and
   * `maySend` says whether its mail may be sent all the same.
   */
  async tell(reason, sentence, purpose, { compose = "", maySend = false } = {}) {
    this.#last += 1;
    const id = String(this.#last);
    this.#told.set(id, { reason, sentence, purpose, compose, maySend });
    await this.#open(`pages/told.html?id=${id}`, maySend ? 340 : 290);
  }

  /** Gives what a window that shows a sentence is to say. */
  told(id) {
    return this.#told.get(id) ?? { reason: "went-wrong", sentence: "", purpose: "send", maySend: false };
  }

  /** Shows, or no longer shows, that the helper's window is awaited. */
  async progress(compose, shown) {
    const opened = this.#waiting.get(compose);
    if (shown && !opened) {
      this.#waiting.set(compose, this.#open(`pages/waiting.html?compose=${compose}`, 200));
    } else if (!shown && opened) {
      this.#waiting.delete(compose);
      const { id } = await opened;
      await this.#windows.remove(id);
    }
  }

  #open(url, height) {
    return this.#windows.create({ type: "popup", url, width: 520, height });
  }
}
