// Does a text say that a file comes with it? In French and in English.
import data from "../built/rules.js";
import { folded } from "./characters.js";
import { every, has, search } from "./matcher.js";

const known = data.announcement;

/** Gives the words of `text` (the sender's own) that announce an attachment; empty where none do. */
export function announced(text) {
  const plain = folded(text);
  if (!known.hints.some((hint) => plain.includes(hint))) {
    return "";
  }
  for (const [start, end] of sentences(plain)) {
    const found = announcing(plain.slice(start, end).replace(/\s/g, " "));
    if (found) {
      const last = start + found.index + found[0].length;
      const behind = plain.slice(last, last + known.link_reaches);
      if (has(known.link, behind) || has(known.file_link, plain)) {
        return "";
      }
      return text.slice(start + found.index, last).split(/\s+/).filter(Boolean).join(" ");
    }
  }
  return "";
}

function announcing(sentence) {
  const found = search(known.announces, sentence);
  if (!found || has(known.denies, sentence)) {
    return null;
  }
  if (has(known.anothers, sentence)) {
    const all = every(known.announces, sentence);
    return all.find((one) => has(known.this_mail, one[0])) || null;
  }
  return found;
}

function sentences(plain) {
  const cuts = [0];
  for (const stop of every(known.sentence_ends, plain)) {
    const before = plain.slice(Math.max(0, stop.index - 6), stop.index);
    if (stop[0] !== "." || !has(known.abbreviated, before)) {
      cuts.push(stop.index + stop[0].length);
    }
  }
  cuts.push(plain.length);
  const found = [];
  for (let place = 1; place < cuts.length; place += 1) {
    for (let at = cuts[place - 1]; at < cuts[place]; at += known.longest_sentence) {
      found.push([at, Math.min(at + known.longest_sentence, cuts[place])]);
    }
  }
  return found;
}
