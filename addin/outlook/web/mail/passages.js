// Where passages and links stand in a text, however they are written there: as `sceau.mail.passages` in
// the helper. A passage is found by its letters and digits alone, a link by where it leads.
import { resolved } from "../reading/html.js";
import { isCombining } from "../review/characters.js";
import { bare } from "../review/texts.js";
import { merged } from "./ranges.js";
import { attribute, tokensOf } from "./tokens.js";

const BRACKETS = ["<>", "()", "[]"];
const TRAILING = "/=#&?%-_~+";
const CHARACTER = /&(?:#\d{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});|[^]/gu;

/** Gives where an opening tag leads (`href`); empty where nowhere. */
export function target(tag) {
  return resolved(attribute(tag, "href")).trim();
}

/** The letters of a text, and where each stands. */
class Places {
  constructor() {
    this.letters = "";
    this.starts = [];
    this.ends = [];
  }

  add(sign, start, end) {
    const letters = sign.length === 1 && sign < "\x80" ? ascii(sign) : bare(sign);
    for (let unit = 0; unit < letters.length; unit += 1) {
      this.starts.push(start);
      this.ends.push(end);
    }
    this.letters += letters;
    if (!letters && this.ends.length && sign >= "\x80" && Array.from(sign).every(isCombining)) {
      this.ends[this.ends.length - 1] = end; // an accent by itself belongs to the letter before
    }
  }

  /** Gives the ranges from the first to the last letter of each place. */
  rangesOf(wanted) {
    const found = [];
    for (const one of Array.from(wanted).filter(Boolean)) {
      let at = this.letters.indexOf(one);
      while (at >= 0) {
        found.push([this.starts[at], this.ends[at + one.length - 1]]);
        at = this.letters.indexOf(one, at + one.length);
      }
    }
    return found;
  }
}

/** Gives the ranges of a plain text in which these letters stand, with the brackets directly around
 * them; in order. */
export function passagesInText(text, wanted) {
  const places = new Places();
  let at = 0;
  for (const one of text) {
    places.add(one, at, at + one.length);
    at += one.length;
  }
  return merged(places.rangesOf(wanted).map((one) => withBrackets(text, one)));
}

/** Gives the ranges of an HTML text in which these letters stand, tags left out, and the tags that lead
 * to `links` or to an address of these letters: their words stay; in order. */
export function passagesInHtml(source, wanted, links) {
  const tokens = tokensOf(source);
  const texts = tokens.filter((one) => one.kind === "text");
  const places = new Places();
  for (const { start, end } of texts) {
    let at = start;
    for (const one of source.slice(start, end).match(CHARACTER) || []) {
      places.add(one.length > 2 ? resolved(one) : one, at, at + one.length);
      at += one.length;
    }
  }
  const found = merged(places.rangesOf(wanted));
  return merged([...betweenTags(texts, found), ...linked(source, tokens, wanted, links)]);
}

function ascii(sign) {
  return /[A-Za-z0-9]/.test(sign) ? sign.toLowerCase() : "";
}

// Both in order.
function betweenTags(texts, ranges) {
  const found = [];
  let first = 0;
  for (const [start, end] of ranges) {
    while (first < texts.length && texts[first].end <= start) {
      first += 1;
    }
    for (let place = first; place < texts.length && texts[place].start < end; place += 1) {
      found.push([Math.max(texts[place].start, start), Math.min(texts[place].end, end)]);
    }
  }
  return found;
}

function linked(source, tokens, wanted, links) {
  const found = [];
  let isGoing = false;
  for (const { kind, start, end } of tokens.filter((one) => one.name === "a")) {
    if (kind === "open") {
      const leads = target(source.slice(start, end));
      isGoing = links.has(leads) || wanted.has(bare(leads));
    }
    if (isGoing) {
      found.push([start, end]);
      isGoing = kind === "open";
    }
  }
  return found;
}

/** @param {number[]} found */
function withBrackets(text, found) {
  const [start, last] = found;
  let end = last;
  while (end < text.length && TRAILING.includes(text[end])) {
    end += 1;
  }
  const around = start && end < text.length ? text[start - 1] + text[end] : "";
  return BRACKETS.includes(around) ? [start - 1, end + 1] : [start, last];
}
