// What the page of options asks of the helper: the language of its windows, and its settings window.

export class Preferences {
  #waiting = [];
  #link;

  constructor(link) {
    this.#link = link;
  }

  /**
   * Chooses a language, or, where it is empty, asks which it is. Gives the helper's answer, or null
   * where it cannot be asked.
   */
  speak(language) {
    if (!this.#link.stands) { return Promise.resolve(null); }
    const { promise, resolve } = Promise.withResolvers();
    this.#waiting.push(resolve);
    this.#link.post({ op: "speak", language });
    return promise;
  }

  /** Has the settings window shown. */
  open() {
    if (this.#link.stands) { this.#link.post({ op: "open-settings" }); }
  }

  /** The helper's answer: they come in the order of the questions. */
  receive({ language, locked = false, problem = "" }) {
    this.#waiting.shift()?.({ language, locked, problem });
  }

  /** The line broke: there is no answer any more. */
  lost() {
    for (const resolve of this.#waiting.splice(0)) { resolve(null); }
  }
}
