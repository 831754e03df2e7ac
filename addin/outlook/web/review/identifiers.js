// Numbers that name one person or one account, found by their structure and their key, or beside
// their name.
import data from "../built/rules.js";
import { folded } from "./characters.js";
import { every, has, search } from "./matcher.js";

const known = data.identifiers;

/** Gives the numbers in `text`, each once, in their order: `{kind, masked, start, digits}`. */
export function identifiers(text) {
  const plain = folded(text.slice(0, known.longest));
  const all = [...nirs(plain), ...ibans(plain)];
  all.sort((one, other) => one.start - other.start || (one.kind < other.kind ? -1 : Number(one.kind > other.kind)));
  const once = new Map();
  for (const one of all) {
    const before = once.get(one.digits);
    if (!before || before.kind === "nir-unsure") {
      once.set(one.digits, one);
    }
  }
  return Array.from(once.values());
}

/** Counts a patient's numbers in an establishment (IPP) that stand beside their name. */
export function countIpp(text) {
  const plain = folded(text.slice(0, known.longest));
  const seen = new Set();
  for (const [labels, pattern] of known.ipp) {
    if (labels.some((one) => plain.includes(one))) {
      every(pattern, plain).forEach((found) => seen.add(found[1].replace(/[ .-]/g, "")));
    }
  }
  return seen.size;
}

function nirs(plain) {
  const found = [];
  for (const form of ["grouped", "unbroken", "loose"]) {
    for (const one of every(known[form], plain)) {
      const groups = one.slice(1).map((group) => group || "");
      const key = groups[groups.length - 1];
      const number = groups.slice(0, -1).filter((group) => group && !" .-".includes(group)).join("");
      const labelled = isLabelled(plain, one);
      const right = Boolean(key) && Number(key) === nirKey(number);
      const counts = right ? labelled || standsAlone(form, plain, one) : labelled && isPlainMonth(number);
      if (counts) {
        const kind = right ? "nir" : "nir-unsure";
        found.push({ kind, masked: `${number.slice(0, 3)}…`, start: one.index, digits: number });
      }
    }
  }
  return found;
}

function nirKey(number) {
  const written = number.slice(5, 7).toLowerCase();
  const department = known.corsica[written] || written;
  return 97 - rest97(number.slice(0, 5) + department + number.slice(7));
}

// Longer than what a number of JavaScript holds: digit by digit.
function rest97(digits) {
  let rest = 0;
  for (const digit of digits) {
    rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}

function isPlainMonth(number) {
  const month = number.slice(3, 5);
  return month >= "01" && month <= "12";
}

function isLabelled(plain, found) {
  const before = plain.slice(Math.max(0, found.index - known.label_within), found.index);
  const near = before.slice(before.lastIndexOf("\n\n") < 0 ? 0 : before.lastIndexOf("\n\n") + 2);
  const end = found.index + found[0].length;
  return has(known.label, near) || plain.startsWith(known.at_mssante, end);
}

function standsAlone(form, plain, found) {
  if (form === "loose" || !"12".includes(found[1])) {
    return false;
  }
  const before = plain.slice(Math.max(0, found.index - known.other_within), found.index);
  return form === "grouped" || search(known.other_label, before) === null;
}

function ibans(plain) {
  const found = [];
  for (const one of every(known.iban, plain)) {
    const signs = one[1].replace(/[ .-]/g, "");
    const length = known.iban_lengths[signs.slice(0, 2)] || 0;
    if (length && signs.length >= length && isIban(signs.slice(0, length))) {
      const masked = `${signs.slice(0, 4).toUpperCase()}…`;
      found.push({ kind: "iban", masked, start: one.index, digits: signs.slice(0, length) });
    }
  }
  return found;
}

function isIban(signs) {
  const moved = signs.slice(4) + signs.slice(0, 4);
  return rest97(Array.from(moved, (one) => String(parseInt(one, 36))).join("")) === 1;
}
