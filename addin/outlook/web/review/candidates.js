// What in a mail might be a password, the likeliest first: as `sceau.review.candidates` in the
// helper. What they are is never shown or kept.
import data from "../built/rules.js";
import { folded, linesOf } from "./characters.js";
import { every } from "./matcher.js";
import { textsOf } from "./texts.js";

const known = data.candidates;
const EDGES = new Set(known.edges);
const DASHES = new Set([...known.edges, "-", "–", "—"]);
const MOST_GROUPS = known.most_groups;
const SEPARATORS = new RegExp(known.separators);

/** Gives what might be a password in `mail`, each once: `{text, place}`. */
export function candidates(mail) {
  const ranked = new Map();
  for (const [place, text] of textsOf(mail)) {
    ofText(text, (rank, written) => {
      if (Array.from(written).length < known.shortest || bytes(written) > known.longest) {
        return;
      }
      const before = ranked.get(written);
      if (!before || rank < before.rank) {
        ranked.set(written, { text: written, rank, order: ranked.size, place });
      }
    });
  }
  const all = Array.from(ranked.values());
  all.sort((one, other) => one.rank - other.rank || one.order - other.order);
  return all.slice(0, known.most).map(({ text, place }) => ({ text, place }));
}

/** Gives the ranges of `text` where `password` is written as a date in words. */
export function dates(text, password) {
  return text.normalize("NFC") === text
    ? every(known.date, folded(text))
        .filter(([, day, month, year]) => inDigits(day, month, year) === password)
        .map((one) => [one.index, one.index + one[0].length])
    : [];
}

function inDigits(day, month, year) {
  return `0${Number(day)}`.slice(-2) + known.months[month] + year;
}

function bytes(text) {
  return Array.from(text).reduce((sum, one) => {
    const code = one.codePointAt(0);
    return sum + (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
  }, 0);
}

function ofText(text, give) {
  const lines = linesOf(text.normalize("NFC"));
  lines.forEach((line, place) => {
    const next = lines.slice(place + 1, place + 3).find((one) => one.trim()) || "";
    behindCue(line, next, (one) => give(0, one));
    for (const found of every(known.quoted, line)) {
      forms(found.slice(1).find(Boolean) || "").forEach((one) => give(1, one));
    }
    for (const [, day, month, year] of every(known.date, folded(line))) {
      give(2, inDigits(day, month, year));
    }
    const tokens = words(line.replace(/^[> |]+/, ""));
    ofTokens(tokens, give);
    const behind = line.indexOf(":") < 0 ? [] : words(line.slice(line.indexOf(":") + 1));
    if (behind.length > 0 && behind.length <= MOST_GROUPS) {
      forms(behind.join(" ")).forEach((one) => give(3, one));
    }
    if (tokens.length >= 2 && tokens.length <= MOST_GROUPS) {
      forms(tokens.join(" ")).forEach((one) => give(3, one));
    }
  });
}

function words(text) {
  return text.split(/\s+/).filter(Boolean);
}

function behindCue(line, next, give) {
  const plain = folded(line);
  const ends = [known.cue, known.bare_cue].map((cue) => every(cue, plain).map((one) => one.index + one[0].length));
  for (const end of new Set([].concat(...ends))) {
    const rest = line.slice(end).trim();
    for (const shown of [words(rest), stripped(rest, EDGES) ? [] : words(next)]) {
      for (let count = 1; count <= Math.min(shown.length, MOST_GROUPS); count += 1) {
        forms(shown.slice(0, count).join(" ")).forEach(give);
      }
    }
  }
}

function ofTokens(tokens, give) {
  for (const token of tokens) {
    const rank = isMixed(token) ? 2 : 4;
    forms(token).forEach((one) => give(rank, one));
  }
  let groups = [];
  for (const token of [...tokens, ""]) {
    const bare = stripped(token, DASHES);
    if (isGroup(bare)) {
      groups.push(bare);
      continue;
    }
    for (let start = 0; start < groups.length; start += 1) {
      for (let end = start + 2; end <= Math.min(groups.length, start + 2 * MOST_GROUPS); end += 1) {
        joined(groups.slice(start, end)).forEach((one) => give(2, one));
      }
    }
    groups = [];
  }
}

function isMixed(token) {
  const letters = Array.from(token);
  return /\d/.test(token) || letters.slice(1).some(isUpper);
}

function isUpper(text) {
  return text === text.toUpperCase() && text !== text.toLowerCase();
}

function isGroup(bare) {
  const { length } = Array.from(bare);
  return length === 1 || (length > 0 && length <= 8 && (/\d/.test(bare) || isUpper(bare)));
}

function joined(groups) {
  return ["", "-", " "].map((between) => groups.join(between));
}

// Without what surrounds it, sign by sign, and without what parts it.
function forms(written) {
  const whole = written.trim();
  const inside = stripped(whole, EDGES);
  const parts = inside.split(SEPARATORS).filter(Boolean);
  const begun = strippedLeft(whole, EDGES);
  const shortest = Math.max(begun.length - known.most_edges, strippedRight(begun, EDGES).length);
  const ends = [];
  for (let end = shortest; end <= begun.length; end += 1) {
    ends.push(begun.slice(0, end));
  }
  const all = new Set([inside, whole, ...ends, ...(parts.length > 1 ? joined(parts) : [])]);
  const found = [];
  all.forEach((one) => {
    found.push(one);
    const first = one.slice(0, 1);
    if (isUpper(first)) {
      found.push(first.toLowerCase() + one.slice(1));
    }
  });
  return found;
}

function stripped(text, signs) {
  return strippedLeft(strippedRight(text, signs), signs);
}

function strippedLeft(text, signs) {
  let start = 0;
  while (start < text.length && signs.has(text[start])) {
    start += 1;
  }
  return text.slice(start);
}

function strippedRight(text, signs) {
  let end = text.length;
  while (end > 0 && signs.has(text[end - 1])) {
    end -= 1;
  }
  return text.slice(0, end);
}
