// The texts of a mail in which a password may stand.
import data from "../built/rules.js";
import { isAlphanumeric, isCombining } from "./characters.js";

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

const BRACKETS = ["<>", "()", "[]"];
const TRAILING = "/=#&?%-_~+";

/**
 * Gives a line without these letters, wherever they stand, and without the gap they leave; empty
 * where no letter is left (`sceau.review.taking_out`).
 */
export function withoutLetters(text, wanted) {
  let left = text;
  for (const [start, end] of rangesOf(text, wanted).reverse()) {
    left = left.slice(0, start) + left.slice(end);
  }
  left = left.replace(/\s{2,}|\s+(?=[.,;:!?]|$)|\(\s*\)|«\s*»/g, " ").replace(/^[ \-_:,;]+|[ \-_:,;]+$/g, "");
  return bare(left) ? left : "";
}

function rangesOf(text, wanted) {
  const places = [];
  let written = "";
  let at = 0;
  for (const one of text) {
    for (const letter of bare(one)) {
      written += letter;
      for (let unit = 0; unit < letter.length; unit++) {
        places.push([at, at + one.length]);
      }
    }
    at += one.length;
    if (places.length && isCombining(one)) {
      places[places.length - 1][1] = at; // an accent by itself belongs to the letter before
    }
  }
  const found = [];
  let place = written.indexOf(wanted);
  while (place >= 0) {
    found.push(withBrackets(text, places[place][0], places[place + wanted.length - 1][1]));
    place = written.indexOf(wanted, place + wanted.length);
  }
  return found;
}

function withBrackets(text, start, last) {
  let end = last;
  while (end < text.length && TRAILING.includes(text[end])) {
    end++;
  }
  const around = start && end < text.length ? text[start - 1] + text[end] : "";
  return BRACKETS.includes(around) ? [start - 1, end + 1] : [start, end];
}
