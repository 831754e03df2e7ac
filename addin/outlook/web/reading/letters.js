// The text of a file of letters: plain text, a table with commas, a web page, a calendar. As
// `sceau.review.reading.texts.plain` in the helper.
import data from "../built/rules.js";
import { begins } from "../review/matcher.js";
import { latin1 } from "./bytes.js";
import { textOfHtml } from "./html.js";

const { letters } = data;
const DROPPED = new Set(letters.dropped);
const LARGEST = 4 * 1024 * 1024;

/** Gives the text of `content`; null where it is a mail, too long, or in letters not known here. */
export function lettersOf(content) {
  if (content.length > LARGEST) {
    return null;
  }
  const raw = latin1(content);
  const text = decoded(raw);
  const kind = kindOf(raw);
  if (text === null || kind === "mail") {
    return null;
  }
  const plain = kind === "page" ? textOfHtml(text) : kind === "calendar" ? unfolded(text) : text;
  const lines = plain.replace(/\r\n?/g, "\n").replace(/\n\t/g, "\t");
  return Array.from(lines, (one) => (DROPPED.has(one) ? "" : one)).join("").normalize("NFC");
}

function kindOf(raw) {
  const start = raw.slice(0, 4096).replace(/^\xef\xbb\xbf/, "");
  if (begins(letters.page, start)) {
    return "page";
  }
  if (/^\s*begin:v(?:calendar|card)\b/i.test(start)) {
    return "calendar";
  }
  const lines = start.replace(/^\s+/, "").split(/\r\n|[\n\r\v\f]/).slice(0, 40);
  const isHeader = (line) => begins(letters.header, line) !== null;
  return isHeader(lines[0]) && lines.filter(isHeader).length >= 2 ? "mail" : "text";
}

// The classic event runtime has no TextDecoder.
function decoded(raw) {
  if (/^(?:\xff\xfe\0\0|\0\0\xfe\xff)/.test(raw)) {
    return null;
  }
  if (/^(?:\xff\xfe|\xfe\xff)/.test(raw)) {
    return utf16(raw, raw[0] === "\xff");
  }
  try {
    // What is no UTF-8 throws.
    return decodeURIComponent(raw.replace(/^\xef\xbb\xbf/, "").replace(/[%\x80-\xff]/g, escaped));
  } catch {
    return raw.replace(/[\x80-\x9f]/g, (one) => letters.windows[one.charCodeAt(0) - 0x80]);
  }
}

function escaped(one) {
  return `%${one.charCodeAt(0).toString(16).toUpperCase()}`;
}

function utf16(raw, little) {
  const units = [];
  for (let at = 2; at + 1 < raw.length; at += 2) {
    const [low, high] = little ? [at, at + 1] : [at + 1, at];
    units.push(raw.charCodeAt(low) + raw.charCodeAt(high) * 256);
  }
  let text = "";
  for (let at = 0; at < units.length; at += 8192) {
    text += String.fromCharCode.apply(null, units.slice(at, at + 8192));
  }
  return text;
}

function unfolded(text) {
  return text
    .replace(/\r?\n[ \t]/g, "")
    .replace(/\\([nN,;\\])/g, (_, one) => (one === "n" || one === "N" ? "\n" : one));
}
