// Where the history stands in the text of a mail: what an answer quotes below, or above, the sender's
// own words. As `sceau.mail.history` in the helper, which says what each client writes.
import data from "../built/rules.js";
import { folded, LINE_ENDS } from "../review/characters.js";
import { begins, isWhole } from "../review/matcher.js";
import { another, quotesBelow } from "../review/own_words.js";
import { textOfHtml } from "../reading/html.js";
import { merged } from "./ranges.js";
import { attribute, breaks, isVoid, tokensOf } from "./tokens.js";

const known = data.history;
const [QUOTES, BLOCKS, INTRODUCING] = [known.quotes, known.blocks, known.introducing].map((one) => new Set(one));
const [INTRODUCTIONS, BEGINNINGS] = [known.introductions, known.beginnings].map((one) => new Set(one));
const LINE = new RegExp(`[^${LINE_ENDS}]*(?:\\r\\n|[${LINE_ENDS}])|[^${LINE_ENDS}]+$`, "g");

/** Gives the ranges of a plain text that are history: whole lines, in order. */
export function historyInText(text) {
  const lines = text.match(LINE) || [];
  const plain = lines.map((line) =>
    folded(line.slice(0, data.own_words.longest_line).normalize("NFC").replace(/[\r\n]+$/, "")),
  );
  const marked = markedLines(plain);
  joinOverBlanks(plain, marked);
  const found = [];
  let at = 0;
  lines.forEach((line, place) => {
    if (marked[place]) {
      found.push([at, at + line.length]);
    }
    at += line.length;
  });
  return merged(found);
}

function markedLines(plain) {
  const above = quotesBelow(plain);
  const marked = plain.map(() => false);
  for (let place = 0; place < plain.length; place += 1) {
    if (begins(known.marked, plain[place])) {
      marked[place] = true;
      if (place && !marked[place - 1] && isWhole(known.introduced, plain[place - 1])) {
        marked[place - 1] = true;
      }
      continue;
    }
    const size = another(plain, place);
    if (size && !above[place]) {
      return marked.fill(true, place);
    }
    if (size) {
      marked.fill(true, place, place + size);
      place += size - 1;
    }
  }
  return marked;
}

// Blank lines between two lines of history are history too.
function joinOverBlanks(plain, marked) {
  let last = -1;
  plain.forEach((line, place) => {
    if (marked[place]) {
      if (last >= 0) {
        marked.fill(true, last, place);
      }
      last = place;
    } else if (line.trim()) {
      last = -1;
    }
  });
}

/** One pass over the tags of a text. */
class Html {
  constructor(source) {
    this.source = source;
    this.open = []; // name, where it begins, what it is
    this.names = new Map();
    this.inside = 0;
    this.found = [];
    this.ending = null; // where the history goes on, how deep
    this.line = []; // the texts since the last break
    this.before = []; // those of the last line with anything on it
    this.introducing = false; // whether the last line stood where whose words follow is said
    this.rule = { at: -1, depth: 0 }; // a horizontal rule with nothing behind it
  }

  find() {
    const reads = { text: (one) => this.text(one), open: (one) => this.opened(one), close: (one) => this.closed(one) };
    tokensOf(this.source).forEach((token) => reads[token.kind](token));
    if (this.ending) {
      this.found.push([this.ending.at, this.source.length]);
    }
    const unclosed = this.open.find((one) => one.kind === "quote");
    if (unclosed) {
      this.found.push([unclosed.start, this.source.length]);
    }
    return merged(this.found.filter(([start, end]) => this.source.slice(start, end).trim()));
  }

  text(token) {
    const text = this.source.slice(token.start, token.end);
    if (!text.trim()) {
      return;
    }
    if (this.isFree() && text.includes("--") && isWhole(known.original, plainOf(text))) {
      this.begin(token.start);
    }
    this.line.push(token);
    this.introducing = this.open.slice(-4).some((one) => one.kind === "introducing");
    this.rule = { at: -1, depth: 0 };
  }

  opened(token) {
    if (breaks(token)) {
      this.break();
    }
    if (token.name === "hr" && this.rule.at < 0) {
      this.rule = { at: token.start, depth: this.open.length };
    }
    const tag = this.source.slice(token.start, token.end);
    if (this.isFree()) {
      if (this.isBeginning(token, tag)) {
        const { at, depth } = this.rule;
        this.begin(at >= 0 && depth === this.open.length ? at : token.start);
      } else if (isQuote(token, tag)) {
        this.introduced();
        this.push(token, "quote");
        return;
      }
    }
    this.push(token, hasClass(tag, INTRODUCING) ? "introducing" : "");
  }

  push(token, kind) {
    if (!isVoid(token)) {
      this.open.push({ name: token.name, start: token.start, kind });
      this.names.set(token.name, (this.names.get(token.name) || 0) + 1);
      this.inside += kind === "quote" ? 1 : 0;
    }
  }

  closed(token) {
    if (breaks(token)) {
      this.break();
    }
    for (let isOwn = !this.names.get(token.name); !isOwn; ) {
      const { name, start, kind } = this.open.pop();
      this.names.set(name, this.names.get(name) - 1);
      isOwn = name === token.name;
      const behind = isOwn ? token.end : token.start;
      if (kind === "quote") {
        this.inside -= 1;
        this.found.push([start, behind]);
      }
      if (this.ending && this.open.length < this.ending.depth) {
        // it was open before the history began: what closes it stays
        this.found.push([this.ending.at, token.start]);
        this.ending = { at: behind, depth: this.open.length };
      }
      if (this.open.length < this.rule.depth) {
        this.rule = { at: -1, depth: 0 };
      }
    }
  }

  break() {
    if (this.line.length) {
      this.before = this.line;
      this.line = [];
    }
  }

  isFree() {
    return !this.ending && !this.inside;
  }

  isBeginning(token, tag) {
    if (BEGINNINGS.has(attribute(tag, "id").toLowerCase())) {
      return true;
    }
    if (token.name !== "div" || !attribute(tag, "style").toLowerCase().includes("border-top")) {
      return false;
    }
    const following = this.source.slice(token.end, token.end + known.look);
    return begins(known.header, plainOf(following)) !== null;
  }

  begin(at) {
    this.ending = { at, depth: this.open.length };
  }

  // The line above a quotation that says whose words follow goes along.
  introduced() {
    const line = this.line.length ? this.line : this.before;
    if (!line.length || !(this.introducing || this.isAttribution(line))) {
      return;
    }
    const [start, end] = [line[0].start, line[line.length - 1].end];
    if (isBalanced(this.source.slice(start, end))) {
      this.found.push([start, end]);
    } else {
      this.found.push(...line.map((one) => [one.start, one.end]));
    }
  }

  isAttribution(line) {
    const [start, end] = [line[0].start, line[line.length - 1].end];
    return end - start <= known.look && isWhole(known.attribution, plainOf(this.source.slice(start, end)));
  }
}

/** Gives the ranges of an HTML text that are history: whole elements, and what stands between the tags
 * that must stay for the rest to be well formed. */
export function historyInHtml(source) {
  return new Html(source).find();
}

function isQuote(token, tag) {
  const cites = token.name === "blockquote" && (attribute(tag, "type").toLowerCase() === "cite" || hasClass(tag, BLOCKS));
  return cites || INTRODUCTIONS.has(attribute(tag, "id").toLowerCase()) || hasClass(tag, QUOTES);
}

function hasClass(tag, names) {
  return attribute(tag, "class").toLowerCase().split(/\s+/).some((one) => names.has(one));
}

function isBalanced(between) {
  const count = new Map();
  for (const one of tokensOf(between)) {
    const step = one.kind === "close" ? -1 : one.kind === "open" && !isVoid(one) ? 1 : 0;
    count.set(one.name, (count.get(one.name) || 0) + step);
  }
  return Array.from(count.values()).every((times) => !times);
}

function plainOf(source) {
  return folded(textOfHtml(source).split(/\s+/).filter(Boolean).join(" ").normalize("NFC"));
}
