// Says whether a text speaks of health, of whose, and which of its words show it.
import data from "../built/rules.js";
import { folded } from "./characters.js";
import { every, has, search } from "./matcher.js";

const known = data.health;
const single = new Map();
for (const concept of Object.keys(known.single)) {
  known.single[concept].forEach((word) => single.set(word, concept));
}
const phrases = new Map(Object.keys(known.phrases).map((first) => [first, known.phrases[first]]));
const [FILE, WEAK, BY_FORM] = [known.file, known.weak, known.by_form].map((one) => new Set(one));
const ONES_OWN = new Set(known.ones_own);
const [TOLD, OF_A_LINE, ANYBODYS] = [known.told, known.of_a_line, known.anybodys].map(
  (one) => new Set(one),
);
const SAID_BY_A_NAME = new Set(known.said_by_a_name);
const BUILT_ALIKE = new Set(known.built_alike);
const TAIL = new RegExp(known.tail);
const JOINED = new Set(["", "'", "-"]);

const lately = new Map();
const MOST_REMEMBERED = 8;

/** Gives what `text` says of health, `{concerns, words}`; null where it says nothing of it. */
export function healthOf(text) {
  if (!lately.has(text)) {
    if (lately.size >= MOST_REMEMBERED) {
      lately.clear();
    }
    lately.set(text, look(text.normalize("NFC")));
  }
  return lately.get(text);
}

function look(whole) {
  const text = whole.slice(0, known.longest);
  const plain = folded(text);
  const found = scan(plain);
  if (!found.hits.length) {
    return null;
  }
  const seen = windows(found);
  let best = seen[0];
  let weight = weigh(plain, best);
  for (const one of seen.slice(1)) {
    const much = weigh(plain, one);
    if (much > weight) {
      [best, weight] = [one, much];
    }
  }
  if (best.every((one) => ANYBODYS.has(one.concept))) {
    return null;
  }
  const concerns = concern(text, plain, best, found.tokens);
  if (weight < barOf(known.bars[concerns], seen.length)) {
    return null;
  }
  return {
    concerns: concerns === "nobody" ? "nobody" : "person",
    words: show(text, plain, best),
  };
}

/** Gives the word of a file's `name` that says an illness; empty where none does. */
export function namedIllness(name) {
  const plain = folded(name);
  if (has(known.general, plain)) {
    return "";
  }
  const one = scan(plain).hits.find((hit) => SAID_BY_A_NAME.has(hit.concept));
  return one ? name.slice(one.start, one.end) : "";
}

function builtOf(word) {
  if (word.length < known.shortest_built || BUILT_ALIKE.has(word.replace(/s+$/, ""))) {
    return undefined;
  }
  const found = known.built.find(([, form]) => has(form, word));
  return found && found[0];
}

function scan(plain) {
  /** @type {[string, number, number][]} */
  const found = [];
  const token = /[a-z0-9]+/g;
  for (let one = token.exec(plain); one; one = token.exec(plain)) {
    found.push([one[0], one.index, one.index + one[0].length]);
  }
  const hits = [];
  let place = 0;
  while (place < found.length) {
    const [word, start] = found[place];
    let end = found[place][2];
    let size = 1;
    let concept = single.get(word);
    if (concept === undefined && /[sx]$/.test(word)) {
      concept = single.get(word.slice(0, -1));
    }
    if (concept === undefined) {
      concept = builtOf(word);
    }
    const longer = phrases.get(word);
    const phrase = longer && longer.find(([rest]) => follows(plain, found, place, rest));
    if (phrase) {
      concept = phrase[1];
      size = 1 + phrase[0].length;
      end = found[place + size - 1][2];
    }
    if (concept !== undefined && concept !== known.nothing) {
      hits.push({ concept, token: place, start, end });
    }
    place += size;
  }
  const starts = found.map((one) => one[1]);
  for (const [concept, pattern] of known.patterns) {
    for (const one of every(pattern, plain)) {
      const at = Math.max(upper(starts, one.index) - 1, 0);
      hits.push({ concept, token: at, start: one.index, end: one.index + one[0].length });
    }
  }
  // A stable order without relying on the engine's sort to be stable.
  const ordered = hits.map((hit, order) => ({ hit, order }));
  ordered.sort((one, other) => one.hit.token - other.hit.token || one.order - other.order);
  return { hits: ordered.map(({ hit }) => hit), tokens: found.length };
}

function follows(plain, found, place, rest) {
  return (
    place + rest.length < found.length &&
    rest.every((one, at) => {
      const [word, start] = found[place + 1 + at];
      const between = plain.slice(found[place + at][2], start).trim();
      return (word === one || word === `${one}s`) && JOINED.has(between);
    })
  );
}

/** Gives the place behind the last of `sorted` that is not above `wanted`. */
function upper(sorted, wanted) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function windows({ hits, tokens }) {
  const starts = hits.map((one) => one.token);
  const all = [];
  for (let at = 0; at < Math.max(tokens - known.step, 1); at += known.step) {
    all.push(hits.slice(upper(starts, at - 1), upper(starts, at + known.window - 1)));
  }
  return all;
}

function bare(text) {
  return text.replace(/s+$/, "");
}

function weigh(plain, hits) {
  const words = new Map();
  for (const one of hits) {
    const set = words.get(one.concept) || new Set();
    set.add(bare(plain.slice(one.start, one.end)));
    words.set(one.concept, set);
  }
  let sum = 0;
  words.forEach((set, concept) => {
    sum += (known.weights[concept] || 0) * (1 - 0.5 ** set.size);
  });
  return known.base + sum;
}

function barOf(short, count) {
  return short + (known.bar_of_long - short) * Math.min(1, (count - 1) / (known.long - 1));
}

function concern(text, plain, best, tokens) {
  const strong = best.filter((one) => !WEAK.has(one.concept));
  const [start, end] = reach(best, plain.length);
  const near = plain.slice(0, end);
  if (isRule(text, plain, start, end)) {
    return "nobody";
  }
  if (isSomeones(plain, best) || search(known.person, near, start) || isNamed(text, plain, strong)) {
    return "person";
  }
  const isLong = tokens > (known.few + 1) * known.step;
  if (isLong && (has(known.person, plain) || has(known.she, plain) || has(known.named, text))) {
    return "person";
  }
  if (several(known.rule, near, start)) {
    return "nobody";
  }
  if (search(known.she, near, start)) {
    return "person";
  }
  if (search(known.general, near, start)) {
    return "nobody";
  }
  if (tokens <= known.short && isNote(plain, best)) {
    return "note";
  }
  if (known.least <= tokens && tokens <= known.line && isLine(plain, best)) {
    return "note";
  }
  if (tokens <= known.line && (has(known.office, plain) || has(known.facts, plain))) {
    return "nobody";
  }
  return best.some((one) => FILE.has(one.concept)) ? "file" : "somebody";
}

/** Whether the law speaks there, and to nobody. */
function isRule(text, plain, start, end) {
  const near = plain.slice(0, end);
  const isLaw =
    several(known.law, near, start) ||
    (several(known.official, near, start) && !search(known.one_person, near, start));
  return (
    isLaw && !search(known.addressed, near, start) && !search(known.named, text.slice(0, end), start)
  );
}

/** Whether different words of `pattern` are there, as many as make a rule of a text. */
function several(pattern, text, from) {
  return new Set(every(pattern, text, from).map((one) => one[0])).size >= known.rules;
}

/** Whether something that happens to one person is told. */
function isNote(plain, hits) {
  return (
    hits.some((one) => TOLD.has(one.concept)) &&
    has(known.note, plain) &&
    !several(known.for_all, plain, 0)
  );
}

/** Whether it is a line of somebody's file, and not of work, facts or what anybody may have. */
function isLine(plain, hits) {
  return (
    hits.some((one) => OF_A_LINE.has(one.concept) && !isKind(plain, one)) &&
    ![known.office, known.facts, known.for_all, known.rule, known.law].some((one) => has(one, plain))
  );
}

/** Whether it names a kind (*l'asthme*) rather than what one has. */
function isKind(plain, hit) {
  if (hit.concept === "symptom" || hit.concept === "drug") {
    return false;
  }
  if (hit.concept === "illness" && has(known.adjective, plain.slice(hit.start, hit.end))) {
    return true;
  }
  return has(known.of_a_kind, plain.slice(Math.max(0, hit.start - 12), hit.start));
}

function isSomeones(plain, hits) {
  return hits.some(
    (one) =>
      ONES_OWN.has(one.concept) &&
      has(known.possessive, plain.slice(Math.max(0, one.start - 12), one.start).replace(/\s+$/, "")),
  );
}

function isNamed(text, plain, hits) {
  return hits.some((one) => {
    const until = text.slice(0, one.end + Math.floor(known.near / 2));
    return every(known.named, until, Math.max(0, one.start - known.near)).some((name) => {
      const before = plain.slice(Math.max(0, name.index - 12), name.index);
      return !has(known.greeting, before);
    });
  });
}

function rank(concept) {
  return WEAK.has(concept) ? 2 : BY_FORM.has(concept) ? 1 : 0;
}

function reach(hits, length) {
  const last = hits.reduce((most, one) => Math.max(most, one.end), 0);
  return [Math.max(0, hits[0].start - known.near), Math.min(length, last + known.near)];
}

function show(text, plain, hits) {
  const weight = (one) => known.weights[one.concept] || 0;
  const ranked = hits.slice().sort(
    (one, other) =>
      rank(one.concept) - rank(other.concept) ||
      weight(other) - weight(one) ||
      one.start - other.start,
  );
  const once = new Map();
  for (const one of ranked.filter((hit) => rank(hit.concept) === rank(ranked[0].concept))) {
    const word = bare(plain.slice(one.start, one.end));
    const others = Array.from(once.keys());
    if (!others.some((other) => other.includes(word) || word.includes(other))) {
      const shown = text.slice(one.start, one.end).split(/\s+/).filter(Boolean).join(" ");
      once.set(word, shown.replace(TAIL, ""));
    }
    if (once.size === known.shown) {
      break;
    }
  }
  return Array.from(once.values());
}
