// Mails the person sends without the check, where the establishment allows it: which one may go, and
// a note of each until the helper is there to take it into the journal. A note holds no name.

const PLACE = "unchecked";

/** Reasons for which there is no check to be had now: for any other one, the mail was checked. */
const HELPER_FAILED = new Set([
  "helper-missing",
  "helper-gone",
  "helper-silent",
  "helper-not-started",
  "window-silent",
  "other-version",
]);

/** Says whether a mail that stayed open for this reason was not checked for want of the helper. */
export function helperFailed(reason, purpose) {
  return purpose === "send" && HELPER_FAILED.has(reason);
}

export class Unchecked {
  #allowed = new Set();
  #local;
  #now;
  #writing = Promise.resolve();

  /** `local` is `messenger.storage.local`. */
  constructor(local, now = () => new Date()) {
    this.#local = local;
    this.#now = now;
  }

  /** The person chose to send the mail of this compose window without the check. */
  allow(compose) {
    this.#allowed.add(compose);
  }

  /** It will not be sent now after all. */
  forbid(compose) {
    this.#allowed.delete(compose);
  }

  /** Says whether this mail may go without the check: once. */
  take(compose) {
    return this.#allowed.delete(compose);
  }

  /** Notes that a mail went so: to how many people, with how many files. */
  note({ recipients, files }) {
    const at = this.#now().toISOString();
    return this.#change((notes) => [...notes, { at, recipients, files }]);
  }

  /** Gives the notes the journal does not have yet. */
  async notes() {
    return (await this.#local.get(PLACE))[PLACE] ?? [];
  }

  /** The journal has the first `count` of them. */
  noted(count) {
    return this.#change((notes) => notes.slice(count));
  }

  /** One change at a time: two mails may go at once. */
  #change(changed) {
    const next = this.#writing.then(async () => {
      await this.#local.set({ [PLACE]: changed(await this.notes()) });
    });
    this.#writing = next.catch(() => {});
    return next;
  }
}
