// What the rules know of characters, looked up in the ranges their data gives.
import data from "../built/rules.js";

const tables = data.characters;

function within(ranges) {
  return (code) => {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ranges[middle] <= code) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low % 2 === 1;
  };
}

const isWordAbove = within(tables.word);
const isCombiningAbove = within(tables.combining);
const isUnprintableAbove = within(tables.unprintable);
const isNeverAbove = within(tables.never_in_address);

/** Whether a letter or a digit of any alphabet. */
export function isAlphanumeric(letter) {
  const code = letter.codePointAt(0);
  return code < 0x80 ? /[A-Za-z0-9]/.test(letter) : isWordAbove(code);
}

/** Whether it stands on the letter before. */
export function isCombining(letter) {
  return isCombiningAbove(letter.codePointAt(0));
}

/** Whether it can be seen on a line: no control, no mark that turns the direction. */
export function isPrintable(letter) {
  const code = letter.codePointAt(0);
  return code < 0x80 ? code > 31 && code < 127 : !isUnprintableAbove(code);
}

/** Whether no address can hold it. */
export function isNeverInAddress(letter) {
  const code = letter.codePointAt(0);
  return code < 0x80 ? code < 32 || code === 127 : isNeverAbove(code);
}

/** Names the alphabet of a letter as Unicode does (`LATIN`); empty for what is none. */
export function scriptOf(letter) {
  const code = letter.codePointAt(0);
  const runs = tables.scripts;
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle][0] <= code) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return code > 0xffff ? "?" : runs[low - 1][1];
}

// A letter no pattern names stands for all letters outside ASCII: patterns tell words by ASCII.
const OTHER_LETTER = "_";
const MICRO = "\u00b5";
const folds = new Array(0x10000);
const [from, to] = tables.folding;
for (let place = 0; place < from.length; place += 1) {
  folds[from.charCodeAt(place)] = to[place];
}
folds[MICRO.charCodeAt(0)] = "u";

/**
 * Gives `text` in small letters without accents, with plain spaces, apostrophes, hyphens and
 * quotation marks, every other letter as `_`; as long as it was. `text` is in NFC.
 */
export function folded(text) {
  let plain = "";
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    let known = folds[code];
    if (known === undefined) {
      known = code >= 0x80 && isWordAbove(code) ? OTHER_LETTER : text[place];
      folds[code] = known;
    }
    plain += known;
  }
  return plain;
}

/** Gives `text` folded likewise, with every other letter as it stands. */
export function unaccented(text) {
  const plain = folded(text);
  return plain.includes(OTHER_LETTER)
    ? Array.from({ length: text.length }, (_, place) => (plain[place] === OTHER_LETTER ? text[place] : plain[place])).join("")
    : plain;
}

/** Gives `text` so that it can only be read: one line, nothing invisible, at most `longest` long. */
export function shown(text, longest = 60) {
  const plain = Array.from(text, (letter) => (/\s/.test(letter) ? " " : letter))
    .filter((letter) => letter === " " || isPrintable(letter))
    .join("")
    .split(/\s+/)
    .filter(Boolean)
    .join(" ");
  const letters = Array.from(plain);
  if (letters.length <= longest) {
    return plain;
  }
  const head = Math.floor((longest - 1) / 2);
  return `${letters.slice(0, head).join("")}…${letters.slice(head + 1 - longest).join("")}`;
}

/** Gives the name an attachment is spoken of by. */
export function fileName(attachment) {
  return shown(attachment.name) || shown(attachment.media_type);
}

/** What ends a line, as it stands in a class of signs: Python ends lines there too. */
export const LINE_ENDS = "\\n\\r\\v\\f\\x1c\\x1d\\x1e\\x85\\u2028\\u2029";
const LINE_END = new RegExp(`\\r\\n|[${LINE_ENDS}]`);

/** Cuts `text` into lines wherever a line can end. */
export function linesOf(text) {
  const lines = text.split(LINE_END);
  if (lines[lines.length - 1] === "") {
    lines.pop();
  }
  return lines;
}
