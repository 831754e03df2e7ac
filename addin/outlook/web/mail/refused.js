/** An Edit that cannot be made in this mail: `reason` in kebab-case, as `sceau.errors.EditRefused`. */
export class EditRefused extends Error {
  constructor(reason) {
    super(reason);
    this.name = "EditRefused";
    this.reason = reason;
  }
}
