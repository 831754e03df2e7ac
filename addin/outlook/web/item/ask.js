// Office's calls with a callback as promises that always end: with what was asked for, or with a
// fault, after a while too. Nothing is ever waited for without an end.

/** How long one call may take, in milliseconds: Outlook stops a handler after five minutes. */
export const PATIENCE = 20_000;

/** A call that failed, or gave no answer: `reason` names the call. */
export class AskError extends Error {
  constructor(reason) {
    super(reason);
    this.name = "AskError";
    this.reason = reason;
  }
}

/**
 * Gives what `call` gives; `call` is handed Office's callback. `what` names it in a fault.
 * @template T
 * @param {string} what
 * @param {(done: (result: Office.AsyncResult<T>) => void) => void} call
 * @param {number} [patience]
 * @returns {Promise<T>}
 */
export function ask(what, call, patience = PATIENCE) {
  return within(
    what,
    new Promise((resolve, reject) => {
      call((result) => {
        if (result && String(result.status) === "succeeded") {
          resolve(result.value);
        } else {
          reject(new AskError(what));
        }
      });
    }),
    patience,
  );
}

/** Gives what `promise` gives, or a fault after `patience` milliseconds. */
export function within(what, promise, patience) {
  return new Promise((resolve, reject) => {
    const watch = setTimeout(() => reject(new AskError(what)), patience);
    const settle = (how) => (value) => {
      clearTimeout(watch);
      how(value);
    };
    promise.then(settle(resolve), settle(reject));
  });
}
