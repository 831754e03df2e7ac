// Names of people as they are compared: as `sceau.review.names` in the helper.
import data from "../built/rules.js";
import { isAlphanumeric, unaccented } from "./characters.js";
import { isMisspelt, isSlip } from "./slips.js";

const known = data.persons;
const TITLES = new Set(known.titles);
const PARTICLES = new Set(known.particles);
const PROFESSIONAL = new Set(data.names.professional);

/** Gives the runs of letters in `text`, in small letters without accents. */
export function wordsOf(text) {
  const plain = unaccented(text.normalize("NFC"));
  return Array.from(plain, (one) => (isAlphanumeric(one) && !/[0-9]/.test(one) ? one : " ")).join("").split(" ").filter(Boolean);
}

/** Gives the words of `name` that tell people apart; none for an address. */
export function nameWords(name) {
  return name.includes("@") ? [] : unique(wordsOf(name).filter((one) => !TITLES.has(one) && !PARTICLES.has(one)));
}

function unique(list) {
  return Array.from(new Set(list));
}

/** Whether `name` begins with the title of a doctor, a professor or a lawyer. */
export function isProfessionalName(name) {
  return PROFESSIONAL.has(wordsOf(name)[0]);
}

/** Gives the words in front of the `@`. */
export function localWords(address) {
  const local = address.slice(0, Math.max(address.lastIndexOf("@"), 0)).split("+")[0];
  return unique(wordsOf(local).filter((one) => !PARTICLES.has(one)));
}

/** Whether two words of names are the same, one an initial of the other or misspelt by one. */
export function sameWord(one, other) {
  if (one === other) {
    return true;
  }
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length === 1) {
    return long[0] === short;
  }
  return short.length >= known.long_enough && (isSlip(one, other) || isMisspelt(one, other));
}

/** Whether two names can be one person's. */
export function samePerson(one, other) {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (!short.length) {
    return false;
  }
  const left = long.slice();
  let whole = 0;
  for (const word of byLength(short)) {
    const at = left.findIndex((there) => sameWord(word, there));
    if (at < 0) {
      const sorted = (list) => list.slice().sort().join("");
      return sorted(one) === sorted(other) || short.join("") === long.join("");
    }
    whole += word.length > 1 && left[at].length > 1 ? 1 : 0;
    left.splice(at, 1);
  }
  return whole > 0;
}

// The longest first, those of one length in their order.
function byLength(list) {
  const placed = list.map((word, place) => ({ word, place }));
  placed.sort((one, other) => other.word.length - one.word.length || one.place - other.place);
  return placed.map(({ word }) => word);
}

/** Whether `local` (the letters in front of an `@`) is made of these words of a name. */
export function spells(local, words) {
  return words.some((family, place) => {
    if (family.length < 3 || !local.includes(family)) {
      return false;
    }
    const others = words.filter((_, at) => at !== place);
    const rest = local.replace(family, "");
    const initials = others.map((one) => one[0]).join("");
    const backwards = Array.from(initials).reverse().join("");
    return (
      !rest ||
      [initials, backwards, initials.slice(0, 1)].includes(rest) ||
      others.some((one) => one.length > 2 && rest.includes(one))
    );
  });
}
