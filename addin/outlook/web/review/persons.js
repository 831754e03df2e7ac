// Whom a text is about, and whom it greets: as `sceau.review.persons` in the helper.
import data from "../built/rules.js";
import { folded, shown } from "./characters.js";
import { every, has, search } from "./matcher.js";
import { nameWords, samePerson } from "./names.js";

const known = data.persons;
const NO_NAME = new Set(known.no_name);
const TO_MANY = new Set(known.to_many);
const LATELY = 16;
const lately = new Map();

/** Gives whom `text` is about: `{words, written, born, sure}`, the surest and first named first. */
export function persons(text) {
  if (!lately.has(text)) {
    if (lately.size >= LATELY) {
      lately.clear();
    }
    lately.set(text, look(text.slice(0, known.longest).normalize("NFC")));
  }
  return lately.get(text);
}

function look(text) {
  const found = [...inForms(text), ...inSentences(text)].map((one, order) => ({ ...one, order }));
  found.sort((one, other) => other.person.sure - one.person.sure || one.start - other.start || one.order - other.order);
  const merged = [];
  for (const { person } of found) {
    const at = merged.findIndex((other) => samePerson(person.words, other.words));
    if (at >= 0) {
      merged[at] = both(merged[at], person);
    } else if (merged.length < known.most) {
      merged.push(person);
    }
  }
  return merged.filter((one) => one.sure > 1 || one.words.length > 1 || merged.length === 1);
}

function both(one, other) {
  const longer = other.words.length > one.words.length ? other : one;
  return { words: longer.words, written: longer.written, born: one.born || other.born, sure: Math.max(one.sure, other.sure) };
}

function inSentences(text) {
  const found = [];
  for (const [sure, pattern] of /** @type {[number, any][]} */ (known.patterns)) {
    for (const match of every(pattern.pattern, text)) {
      const { before, name, also, date } = groups(match, pattern);
      const start = match.index + before.length;
      if (!isOfAProfessional(text, start)) {
        const born = isoDate(date) || bornNear(text, start, match.index + match[0].length);
        const person = personOf(name, also, born, sure);
        if (person) {
          found.push({ start, person });
        }
      }
    }
  }
  return found;
}

function groups(match, { groups: numbers }) {
  const part = (name) => match[numbers[name]] || "";
  return { before: part("before"), name: part("name"), also: part("also"), date: part("date"), title: part("title") };
}

// The two halves of a name in two fields.
function inForms(text) {
  const fields = (pattern) => every(pattern.pattern, text).slice(0, known.most_forms).map((match) => ({
    name: groups(match, pattern).name,
    start: match.index,
    end: match.index + match[0].length,
  }));
  const given = fields(known.given);
  const taken = new Set();
  const found = [];
  for (const family of fields(known.family)) {
    const away = (one) => Math.abs(one.start - family.start);
    const near = given.filter((one) => !taken.has(one.start) && away(one) <= known.apart);
    if (near.length) {
      const first = near.reduce((best, one) => (away(one) < away(best) ? one : best));
      taken.add(first.start);
      const born = bornNear(text, family.start, Math.max(first.end, family.end));
      const person = personOf(`${cut(first.name)} ${cut(family.name)}`, "", born, 2);
      if (person) {
        found.push({ start: family.start, person });
      }
    }
  }
  return found;
}

function personOf(name, also, born, sure) {
  const written = cut(name);
  const words = nameWords(`${written} ${cut(also)}`);
  if (!words.length || words.every((one) => one.length === 1) || words[0].length > 30) {
    return null;
  }
  return { words, written: shown(written, 50), born, sure };
}

// A name ends before the first word that is none: « DURAND Marie Date ».
function cut(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const end = words.findIndex((word) => NO_NAME.has(folded(word).replace(/^[.'-]+|[.'-]+$/g, "")));
  return words.slice(0, end < 0 ? words.length : end).join(" ").replace(/[.,]+$/, "");
}

function isOfAProfessional(text, start) {
  return has(known.professional_before, folded(text.slice(Math.max(0, start - 24), start)));
}

function bornNear(text, start, end) {
  const found = search(known.near.pattern, text.slice(0, end + known.born_within), start);
  return found ? isoDate(groups(found, known.near).date) : "";
}

function isoDate(written) {
  const parts = (folded(written.normalize("NFC")).match(/\d+|[a-z]+/g) || []).filter((one) => one !== "er");
  if (parts.length !== 3) {
    return "";
  }
  const [day, named, year] = parts[0].length === 4 ? parts.reverse() : parts;
  const begun = Object.keys(known.months).find((name) => named.startsWith(name));
  const month = /^\d+$/.test(named) ? Number(named) : known.months[begun] || 0;
  if (month < 1 || month > 12 || Number(day) < 1 || Number(day) > 31) {
    return "";
  }
  const two = (number) => `0${number}`.slice(-2);
  return `${`000${Number(year)}`.slice(-4)}-${two(month)}-${two(Number(day))}`;
}

/** Gives whom a mail's own words greet by name; null where they greet nobody, a group or a
 * colleague. */
export function greeted(text) {
  const plain = text.slice(0, 2_000).normalize("NFC");
  for (const pattern of known.greeting) {
    const match = search(pattern.pattern, plain);
    const { before, name, title } = match ? groups(match, pattern) : { before: "", name: "", title: "" };
    if (match && !isOfAProfessional(plain, match.index + before.length)) {
      if (TO_MANY.has(folded(name.split(/\s+/)[0]).replace(/^\.+|\.+$/g, ""))) {
        return null;
      }
      const one = personOf(name, "", "", 2);
      return one ? { ...one, written: shown(`${title}${name}`.split(/\s+/).filter(Boolean).join(" "), 50) } : null;
    }
  }
  return null;
}
