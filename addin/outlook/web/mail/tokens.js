// The tags of an HTML text and the text between them, each with its place: as
// `sceau.mail.html_tokens` in the helper.
import data from "../built/rules.js";
import { isAlphanumeric } from "../review/characters.js";
import { every } from "../review/matcher.js";

const known = data.html_tokens;
const VOID = new Set(known.void);
const INLINE = new Set(known.inline);
const RAW = { script: /<\/script/i, style: /<\/style/i, title: /<\/title/i };

/**
 * One tag, or the text between two: `kind` is `text`, `open` or `close`; `name` is in lower case.
 * @typedef {{kind: string, start: number, end: number, name: string}} Token
 */

/** Whether this tag has no end. */
export const isVoid = (token) => VOID.has(token.name);

/** Whether a line ends here. */
export const breaks = (token) => !INLINE.has(token.name);

/**
 * Gives the tags and texts of `source` in order, without comments, scripts and styles; an unclosed tag
 * or comment ends it.
 * @returns {Token[]}
 */
export function tokensOf(source) {
  const found = [];
  const size = source.length;
  let at = 0;
  let text = 0;
  const textUntil = (end) => text < end && found.push({ kind: "text", start: text, end, name: "" });
  while (at < size) {
    const opening = source.indexOf("<", at);
    if (opening < 0) {
      break;
    }
    const closing = closingOf(source, opening);
    if (closing === null) {
      at = opening + 1; // a sign of its own
      continue;
    }
    textUntil(opening);
    if (closing < 0) {
      return found;
    }
    text = at = closing;
    const tag = source.startsWith("<!--", opening) ? null : tagOf(source, opening, closing);
    if (tag) {
      found.push(tag);
      text = at = behindRaw(source, tag);
    }
  }
  textUntil(size);
  return found;
}

// Behind what begins here; null where nothing does, -1 where it has no end.
function closingOf(source, opening) {
  if (source.startsWith("<!--", opening)) {
    const closing = source.indexOf("-->", opening + 4);
    return closing < 0 ? source.length : closing + 3;
  }
  const mark = source[opening + 1] || "";
  if (!/[a-z/!?]/i.test(mark) && !(mark > "\x7f" && isAlphanumeric(mark))) {
    return null;
  }
  const closing = source.indexOf(">", opening);
  return closing < 0 ? -1 : closing + 1;
}

function tagOf(source, opening, closing) {
  const closes = source[opening + 1] === "/";
  const named = /^[A-Za-z][A-Za-z0-9:-]*/.exec(source.slice(opening + (closes ? 2 : 1), closing));
  return named && { kind: closes ? "close" : "open", start: opening, end: closing, name: named[0].toLowerCase() };
}

function behindRaw(source, { kind, name, end }) {
  if (kind !== "open" || !Object.prototype.hasOwnProperty.call(RAW, name)) {
    return end;
  }
  const rest = source.slice(end).search(RAW[name]);
  return rest < 0 ? source.length : end + rest;
}

/** Gives the value of the attribute `name` of a tag, as it is written; empty where it has none. */
export function attribute(tag, name) {
  if (tag.toLowerCase().indexOf(name) < 0) {
    return "";
  }
  const found = every(known.attribute, tag).find((one) => one[1].toLowerCase() === name);
  return found ? found[2] || found[3] || found[4] || "" : "";
}
