// What a hand or an eye takes for something else.
import data from "../built/rules.js";
import { isAlphanumeric, isCombining, scriptOf } from "./characters.js";

const { keyboards, looks_like: LOOKS_LIKE, pairs } = data.slips;

/** Whether `typed` is `meant` but for one slip of the finger. */
export function isSlip(meant, typed) {
  if (meant === typed || Math.abs(meant.length - typed.length) > 1) {
    return false;
  }
  const shorter = Math.min(meant.length, typed.length);
  let at = 0;
  while (at < shorter && meant[at] === typed[at]) {
    at += 1;
  }
  if (typed.length < meant.length) {
    return at > 0 && meant.slice(at + 1) === typed.slice(at);
  }
  if (typed.length > meant.length) {
    const others = [typed[at - 1], typed[at + 1]].filter(Boolean);
    return (
      meant.slice(at) === typed.slice(at + 1) &&
      others.some((one) => one === typed[at] || neighbours(one).has(typed[at]))
    );
  }
  if (meant.slice(at + 1) === typed.slice(at + 1)) {
    return neighbours(meant[at]).has(typed[at]);
  }
  return (
    meant[at + 1] === typed[at] &&
    meant[at] === typed[at + 1] &&
    meant.slice(at + 2) === typed.slice(at + 2)
  );
}

/** Whether `typed` is `meant` with one letter written as any other. */
export function isMisspelt(meant, typed) {
  if (meant.length !== typed.length) {
    return false;
  }
  let different = 0;
  for (let place = 0; place < meant.length; place += 1) {
    different += meant[place] === typed[place] ? 0 : 1;
  }
  return different === 1;
}

const near = new Map();

function neighbours(letter) {
  let found = near.get(letter);
  if (!found) {
    found = new Set();
    for (const rows of keyboards) {
      rows.forEach((row, number) => {
        const at = row.indexOf(letter);
        if (at < 0) {
          return;
        }
        /** @type {[string, number][]} */
        const places = [[row, at - 1], [row, at + 1]];
        places.push([rows[number + 1], at - 1], [rows[number + 1], at]);
        places.push([rows[number - 1], at], [rows[number - 1], at + 1]);
        for (const [keys, place] of places) {
          if (keys && place >= 0 && place < keys.length) {
            found.add(keys[place]);
          }
        }
      });
    }
    near.set(letter, found);
  }
  return found;
}

/** Gives what `text` looks like: two texts that give the same are taken for one another. */
export function looks(text) {
  let plain = text.toLowerCase();
  plain = Array.from(plain.normalize("NFKD")).filter((one) => !isCombining(one)).join("");
  plain = Array.from(plain, (one) => LOOKS_LIKE[one] || one).join("");
  for (const [pair, letter] of pairs) {
    plain = plain.split(pair).join(letter);
  }
  return plain.split("i").join("l");
}

/** Gives the alphabets `text` is written in. */
export function scripts(text) {
  return new Set(
    Array.from(text)
      .filter((one) => isAlphanumeric(one))
      .map(scriptOf)
      .filter((name) => name && name !== "?"),
  );
}
