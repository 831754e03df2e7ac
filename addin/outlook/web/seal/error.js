/** A file that could not be sealed: `reason` in kebab-case. */
export class SealError extends Error {
  constructor(reason) {
    super(reason);
    this.name = "SealError";
    this.reason = reason;
  }
}
