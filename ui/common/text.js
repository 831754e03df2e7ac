// Text that came from outside: names, subjects, file names.

// C0 and C1 controls, and the marks that reorder what is read (UAX #9): a name must not be able to
// look like another one.
const DECEIVING = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Gives `text` with every control and reordering mark shown as `�`; at most `longest` characters. */
export function plain(text, longest = 1000) {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return shown.replace(DECEIVING, "\ufffd");
}

/** Gives up to two capital letters for a person: of the first and the last word of `name`. */
export function initials(name) {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...word][0].toUpperCase()).join("");
}
