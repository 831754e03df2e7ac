// What a file is, who can open it, and what is written in it where it is letters. The text of
// documents is not read here: where no other rule asks about one (an open PDF is asked about anyway)
// `unread` says so.
import data from "../built/rules.js";
import { phrase } from "../review/findings.js";
import { find, latin1 } from "./bytes.js";
import { lettersOf } from "./letters.js";
import { readZip } from "./zip.js";

/** @type {[number, number[], string][]} */
const MAGIC = data.kinds.map(([at, hex, kind]) => [
  Number(at),
  String(hex).match(/../g).map((one) => parseInt(one, 16)),
  String(kind),
]);
const HEADER_WITHIN = 1024;
// Kinds that know no password.
const OPEN = new Set(["dicom", "rtf", "text", "gzip"]);
const TEXTS = new Set(["ole", "rtf", "text", "docx", "xlsx", "pptx", "odf"]);

/** Names what `content` is, whatever its name. */
export function kindOf(content) {
  if (!content.length) {
    return "empty";
  }
  if (find(content, "%PDF-", 0, 5) === 0) {
    return "pdf";
  }
  const known = MAGIC.find(([at, magic]) => magic.every((byte, place) => content[at + place] === byte));
  if (known) {
    return known[2];
  }
  if (find(content, "%PDF-", 0, HEADER_WITHIN + 4) >= 0) {
    return "pdf";
  }
  const start = content.subarray(0, 4096);
  return start.some((byte) => byte < 32 && ![9, 10, 12, 13].includes(byte)) ? "unknown" : "text";
}

/**
 * Gives what was found in a file: `kind`, `opening` (`anyone`, `owner-only`, `password`,
 * `unknown`), `signed`, `damaged`, `weakness`, `problem`, `text`, `unread`,
 * `lock` (of an archive).
 */
export function read(content) {
  const kind = kindOf(content);
  const found = blank(kind);
  if (kind === "empty") {
    found.problem = phrase("reading.problem.empty");
  } else if (kind === "pdf") {
    Object.assign(found, readPdf(content));
  } else if (kind === "zip") {
    Object.assign(found, readZip(content));
  }
  if (OPEN.has(found.kind)) {
    found.opening = "anyone";
  }
  const written = found.kind === "text" ? lettersOf(content) : null;
  if (written !== null) {
    found.text = written;
  } else if (TEXTS.has(found.kind) && found.opening !== "password") {
    found.unread = phrase("outlook.unread");
  }
  return found;
}

/** Gives the reading of a file that could not be read, and why. */
export function unreadable(why) {
  return { ...blank("unknown"), problem: phrase(why) };
}

function blank(kind) {
  return { kind, opening: "unknown", signed: false, damaged: false, weakness: "", problem: null, text: "", unread: null, lock: null };
}

const WEAK = { 1: "rc4", 2: "rc4", 3: "rc4" };

// Without its password an encrypted PDF does not tell whether it asks for one: the task pane, which
// has qpdf, finds out.
function readPdf(content) {
  const signed = find(content, "/ByteRange") >= 0 && find(content, "/Contents") >= 0;
  const at = find(content, "/Encrypt");
  if (at < 0) {
    const ends = find(content, "%%EOF") >= 0;
    return ends
      ? { opening: "anyone", signed }
      : { opening: "anyone", signed, damaged: true, problem: phrase("reading.problem.damaged") };
  }
  return { opening: "unknown", signed, weakness: weaknessOf(content) };
}

function weaknessOf(content) {
  const text = latin1(content);
  const named = /\/Encrypt\s+(\d+)\s+(\d+)\s+R/.exec(text);
  const head = named ? new RegExp(`(?:^|\\D)${named[1]}\\s+${named[2]}\\s+obj\\b`).exec(text) : null;
  if (!head) {
    return "";
  }
  const dictionary = text.slice(head.index, head.index + 4096).split("endobj")[0];
  const number = (name) => Number((new RegExp(`/${name}\\s+(\\d+)`).exec(dictionary) || [0, 0])[1]);
  if (number("V") === 4) {
    return /\/CFM\s*\/AESV2\b/.test(dictionary) ? "aes-128" : "rc4";
  }
  return WEAK[number("V")] || (number("V") === 5 && number("R") === 5 ? "revision-5" : "");
}
