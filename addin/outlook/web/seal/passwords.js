// Passwords made here, from the browser's randomness, as `sceau.seal.passwords` makes them.
import data from "../built/rules.js";
import words from "../built/words.js";

const { alphabet: ALPHABET, group: GROUP } = data.passwords;
const FEWEST_CHARACTERS = 16;

/** Bits a password needs: the CNIL's for a PDF, more for a ZIP, whose key derivation is quick. */
export const BITS = { pdf: data.passwords.bits, zip: data.passwords.zip_bits };

/** Makes a password of at least `bits` bits: `characters` in groups of four, or French `words`. */
export function generate(kind, bits) {
  if (kind === "words") {
    const count = Math.ceil(bits / Math.log2(words.length));
    return Array.from({ length: count }, () => words[below(words.length)]).join("-");
  }
  const each = Math.log2(ALPHABET.length);
  const groups = Math.ceil(Math.max(FEWEST_CHARACTERS, bits / each) / GROUP);
  const group = () => Array.from({ length: GROUP }, () => ALPHABET[below(ALPHABET.length)]).join("");
  return Array.from({ length: groups }, group).join("-");
}

/** Draws a number from 0 to `count` - 1, each as likely as the others. */
function below(count) {
  const fair = Math.floor(0x1_0000_0000 / count) * count;
  const drawn = new Uint32Array(1);
  do {
    globalThis.crypto.getRandomValues(drawn);
  } while (drawn[0] >= fair);
  return drawn[0] % count;
}

/** Gives the password in the parts it is read aloud in. */
export function groupsOf(password) {
  return password.split(/[-\s]+/).filter(Boolean);
}

const LISTED = new Set(words);

/** Gives one line a group to read on the telephone; `say` says a key of the catalogue. */
export function spelling(password, say) {
  return groupsOf(password).map((group) =>
    group.length > GROUP && LISTED.has(group)
      ? say("seal.spell.word", { word: group, letters: Array.from(group.toUpperCase()).join(", ") })
      : Array.from(group, (letter) => say(`seal.spell.${letter}`)).join(", "),
  );
}
