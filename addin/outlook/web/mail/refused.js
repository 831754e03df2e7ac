/** An Edit that cannot be made in this mail: `reason` in kebab-case, as `sceau.errors.EditRefused`. */
export class EditRefused extends Error {
  constructor(reason) {
    super(reason);
    this.name = "EditRefused";
    this.reason = reason;
  }
}

/** Gives what `make` gives; `otherwise` where an Edit in it cannot be made. */
export function unlessRefused(make, otherwise) {
  try {
    return make();
  } catch (fault) {
    if (fault instanceof EditRefused) {
      return otherwise;
    }
    throw fault;
  }
}
