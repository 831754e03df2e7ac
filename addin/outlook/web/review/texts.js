// The texts of a mail in which a password may stand.
import data from "../built/rules.js";
import { isAlphanumeric } from "./characters.js";

/** Gives the letters and digits of `text`, small and unaccented. */
export function bare(text) {
  return Array.from(text.normalize("NFKD").toLowerCase().normalize("NFKD")).filter(isAlphanumeric).join("");
}

/**
 * Gives the texts of a mail in which a password may stand, with their place.
 * @returns {[string, string][]}
 */
export function textsOf(mail) {
  return [
    ["subject", mail.subject],
    ["body", mail.text.slice(0, data.candidates.most_text)],
    ...[...mail.attachments, ...mail.inline_images].map((one) => {
      const dot = one.name.lastIndexOf(".");
      return /** @type {[string, string]} */ (["name", (dot > 0 && one.name.slice(0, dot)) || one.name]);
    }),
  ];
}

/** Says where in `mail` this password stands; null where it does not. */
export function standsIn(password, mail) {
  const wanted = bare(password);
  const found = wanted && textsOf(mail).find(([, text]) => bare(text).includes(wanted));
  return found ? found[0] : null;
}
