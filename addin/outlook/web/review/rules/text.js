// Rules about the subject, the text and the size.
import data from "../../built/rules.js";
import { canCut } from "../../mail/cuts.js";
import { announced } from "../announcement.js";
import { fileName, folded, shown } from "../characters.js";
import { about, edits, finding, phrase } from "../findings.js";
import { healthOf, namedIllness } from "../health.js";
import { countIpp, identifiers } from "../identifiers.js";
import { begins, every, has, search } from "../matcher.js";
import { ownWords, quotedText } from "../own_words.js";
import { Circle, leaves } from "../people.js";
import { isAboutHealth } from "../sensitive.js";
import { linksOut } from "../taking_out.js";
import { canSeal, isOfAPerson, kindIn, numberTold, toldBy } from "../told.js";

const { thresholds, links } = data;
const SIGNATURES = new Set(data.missing_attachment.signatures);
const LONGEST = 1_000_000;
const MEGABYTE = 1_000_000;

/** Does the message announce a file that is not there? */
export function missingAttachment(mail) {
  const carries = mail.attachments.some((one) => !SIGNATURES.has(one.media_type));
  if (mail.protection === "encrypted" || carries) {
    return [];
  }
  let where = "body";
  let words = announced(ownWords(mail.text));
  if (!words && mail.relation === "new" && !begins(data.missing_attachment.answers, mail.subject)) {
    where = "subject";
    words = announced(ownWords(mail.subject));
  }
  const told = phrase(`finding.missing-attachment.${where}`, { words: shown(words) });
  return words ? [finding("missing-attachment", "warn", [about(where)], told)] : [];
}

/** Does the message lead to a file on a sharing service for everybody? */
export function consumerSharingLink(mail, context) {
  if (mail.protection === "encrypted" || !leaves(mail, new Circle(mail, context.domains))) {
    return [];
  }
  const service = serviceIn(withTargets(mail));
  if (!service) {
    return [];
  }
  const isShared = (address) => Boolean(serviceIn(unquoted(address)));
  const out = linksOut(mail, isShared, (left) => !serviceIn(withTargets(left)));
  return [
    finding(
      "consumer-sharing-link",
      "warn",
      [about("body")],
      phrase("finding.consumer-sharing-link", { service }),
      out.length ? [["link-out", ...out]] : [],
    ),
  ];
}

// The first service named; empty where none is.
function serviceIn(written) {
  /** @type {{at: number, service: any}} */
  let best = { at: Infinity, service: "" };
  for (const [service, link] of links.services) {
    const found = search(link, written);
    if (found && (found.index < best.at || (found.index === best.at && service < best.service))) {
      best = { at: found.index, service };
    }
  }
  return best.service;
}

function withTargets(mail) {
  let text = mail.text.slice(0, LONGEST);
  let html = mail.html.slice(0, LONGEST);
  if (mail.relation === "reply") {
    text = ownWords(text);
    const quotation = search(links.quotation, html);
    html = quotation ? html.slice(0, quotation.index) : html;
  }
  const targets = every(links.target, html).map((one) => one.slice(1).map((part) => part || "").join(""));
  return unquoted([text, ...targets].join("\n"));
}

// Some gateways wrap a link into one of theirs; what is no escape stays.
function unquoted(text) {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return "\ufffd";
    }
  });
}

/** Does a long quoted conversation about health go along? */
export function longHistory(mail, context) {
  const least = thresholds["long-history"];
  if (mail.relation === "new" || mail.protection === "encrypted" || mail.text.length < least) {
    return [];
  }
  const quoted = quotedText(mail.text);
  const told = leaves(mail, new Circle(mail, context.domains));
  if (!told || quoted.length < least || !isAboutHealth(quoted, true)) {
    return [];
  }
  return [
    finding(
      "long-history",
      "warn",
      [about("body", "long-history")],
      phrase("finding.long-history", { count: Math.max(Math.floor(quoted.length / 1500), 2) }),
      mail.protection === "none" ? historyOut(mail) : [],
    ),
  ];
}

// What is forwarded is the point of forwarding: it is not cut.
function historyOut(mail) {
  const letter = ["seal-body", edits.sealBody()];
  const cuts = mail.relation === "reply" && canCut(mail, edits.cutHistory());
  return cuts ? [["cut-history", edits.cutHistory()], letter] : [letter];
}

/** Is the mail so large that servers send it back? */
export function largeMail(mail, context) {
  const size = sizeWithout(mail, new Set());
  const large = size >= thresholds["large-mail"] && leaves(mail, new Circle(mail, context.domains));
  const told = phrase("finding.large-mail", { size });
  return large ? [finding("large-mail", "info", [about("mail", "large-mail")], told, largestOut(mail))] : [];
}

function sizeWithout(mail, out) {
  const files = [...mail.attachments, ...mail.inline_images]
    .filter((one) => !out.has(one.id))
    .reduce((sum, one) => sum + one.size, 0);
  const bytes = Math.floor((files * 4) / 3) + mail.text.length + mail.html.length;
  return Math.floor(bytes / MEGABYTE);
}

// The largest files, as few as can be; none where that does not suffice.
function largestOut(mail) {
  const out = new Set();
  const files = mail.protection === "none" ? [...mail.attachments] : [];
  for (const one of files.sort((first, second) => second.size - first.size)) {
    out.add(one.id);
    if (sizeWithout(mail, out) < thresholds["large-mail"]) {
      const name = out.size === 1 ? "remove-largest" : "remove-largest-files";
      return [[name, ...Array.from(out, (id) => edits.removeAttachment(id))]];
    }
  }
  return [];
}

const said = (key, context) => context.say(key);

/** Does somebody's health leave in clear, in the subject, the text or a file's name? */
export function healthData(mail, context, readings) {
  if (mail.protection === "encrypted" || !leaves(mail, new Circle(mail, context.domains))) {
    return [];
  }
  const canChange = mail.protection === "none";
  const told = [];
  const prefix = begins(data.health_data.prefix, mail.subject);
  const rest = mail.subject.slice(prefix ? prefix[0].length : 0);
  const subject = healthOf(rest);
  if (subject && subject.concerns === "person") {
    const neutral = neutralSubject(mail.subject, context);
    told.push(
      finding(
        "health-data",
        "warn",
        [about("subject", "subject")],
        phrase("finding.health-data.subject", { words: quote(subject) }),
        canChange ? [["neutral-subject", edits.replaceSubject(neutral)]] : [],
      ),
    );
  }
  const body = healthOf(mail.relation === "reply" ? ownWords(mail.text) : mail.text);
  if (body) {
    const someones = body.concerns === "person";
    told.push(
      finding(
        "health-data",
        someones ? "warn" : "info",
        [about("body", "body")],
        phrase(`finding.health-data.body-${body.concerns}`, { words: quote(body) }),
        canChange && someones ? [["seal-body", edits.sealBody()]] : [],
      ),
    );
  }
  for (const one of mail.attachments) {
    told.push(ofName(one, canChange, context), ofFile(mail, one, readings.get(one.id)));
  }
  return told.filter(Boolean);
}

/** Gives the words that show it, as they stand in a sentence. */
function quote(found) {
  return found.words.map((word) => shown(word)).join(", ");
}

function ofName(one, canChange, context) {
  const dot = one.name.lastIndexOf(".");
  const stem = dot < 0 ? one.name : one.name.slice(0, dot);
  const word = namedIllness(stem.replace(/[_-]/g, " "));
  return word
    ? finding(
        "health-data",
        "warn",
        [about("mail", `name-${one.id}`)],
        phrase("finding.health-data.name", { name: fileName(one), words: shown(word) }),
        canChange ? [["neutral-name", edits.rename(one.id, neutralName(one.name, context))]] : [],
      )
    : null;
}

// A medical picture (DICOM) is somebody's by what it is.
function ofFile(mail, one, found) {
  if (!found || one.sealed || found.opening === "password") {
    return null;
  }
  const { health, kinds } = toldBy(found);
  const name = fileName(one);
  if (isOfAPerson(found)) {
    const told = kinds.has("nir") ? "finding.health-data.file-person-nir" : "finding.health-data.file-person";
    const cures = canSeal(mail, one, found) ? [["seal", edits.seal(one.id)]] : [];
    return finding(
      "health-data",
      "warn",
      [about("attachment", one.id)],
      health
        ? phrase(told, { name, words: quote(health) })
        : phrase("finding.health-data.medical-picture", { name }),
      mail.protection === "none" ? [...cures, ["remove-file", edits.removeAttachment(one.id)]] : [],
    );
  }
  const told = health && phrase("finding.health-data.file-nobody", { name, words: quote(health) });
  return health ? finding("health-data", "info", [about("attachment", one.id)], told) : null;
}

/** Does a number that names one person leave in clear? */
export function identifier(mail, context, readings) {
  if (mail.protection === "encrypted" || !leaves(mail, new Circle(mail, context.domains))) {
    return [];
  }
  const first = new Map();
  const places = new Map();
  for (const [where, text] of texts(mail)) {
    for (const told of numbersIn(text)) {
      const kind = told.kind.replace("-unsure", "");
      first.set(kind, first.get(kind) || { ...told, where });
      places.set(kind, [...(places.get(kind) || []), where]);
    }
  }
  const found = Array.from(first, ([kind, told]) =>
    numberFound(told, waysOut(mail, places.get(kind), context)),
  );
  return [...found, ...inFiles(mail, readings)];
}

function inFiles(mail, readings) {
  return mail.attachments
    .filter((one) => readings.has(one.id) && numberTold(one, readings.get(one.id)))
    .map((one) => {
      const read = readings.get(one.id);
      const out = canSeal(mail, one, read) ? ["seal", edits.seal(one.id)] : ["remove-file", edits.removeAttachment(one.id)];
      return finding(
        "identifier",
        "warn",
        [about("attachment", one.id)],
        phrase(`finding.identifier.${kindIn(read)}-file`, { name: fileName(one) }),
        mail.protection === "none" ? [out] : [],
      );
    });
}

function numbersIn(text) {
  const numbers = identifiers(text).filter((one) => !isToBePaidOn(one, text));
  const told = ["nir", "nir-unsure", "iban"]
    .map((kind) => ({ kind, same: numbers.filter((one) => one.kind === kind) }))
    .filter(({ same }) => same.length)
    .map(({ kind, same }) => ({ kind, count: same.length, start: same[0].masked }));
  const count = countIpp(text);
  return count ? [...told, { kind: "ipp", count, start: "" }] : told;
}

function texts(mail) {
  return [
    [about("subject"), mail.subject],
    [about("body"), mail.relation === "reply" ? ownWords(mail.text) : mail.text],
    ...mail.attachments.map((one) => {
      const dot = one.name.lastIndexOf(".");
      return [about("attachment", one.id), one.name.slice(0, Math.max(dot, 0)).split("_").join(" ")];
    }),
  ];
}

function isToBePaidOn(one, text) {
  const start = Math.max(0, one.start - data.identifier.within);
  return one.kind === "iban" && has(data.identifier.to_be_paid, folded(text.slice(start, one.start)));
}

// The way out of all places together: a sealed letter, a subject and names that say nothing.
function waysOut(mail, places, context) {
  if (mail.protection !== "none") {
    return [];
  }
  const once = places.filter((one, place) => places.findIndex((other) => other.kind === one.kind && other.id === one.id) === place);
  const ways = once.map((one) => wayOut(mail, one, context));
  const name = ways.every((one) => one[0] === ways[0][0]) ? ways[0][0] : "protect-all";
  return [[name, ...ways.map((one) => one[1])]];
}

function wayOut(mail, where, context) {
  if (where.kind === "body") {
    return ["seal-body", edits.sealBody()];
  }
  if (where.kind === "subject") {
    return ["neutral-subject", edits.replaceSubject(neutralSubject(mail.subject, context))];
  }
  const { name } = mail.attachments.find((one) => one.id === where.id);
  return ["neutral-name", edits.rename(where.id, neutralName(name, context))];
}

function neutralName(name, context) {
  const dot = name.lastIndexOf(".");
  return said("review.neutral-name", context) + (dot < 0 ? "" : name.slice(dot));
}

function neutralSubject(subject, context) {
  const prefix = begins(data.health_data.prefix, subject);
  return (prefix ? prefix[0] : "") + said("review.neutral-subject", context);
}

function numberFound({ where, kind, count, start }, cures) {
  return finding(
    "identifier",
    "warn",
    [where.id ? where : about(where.kind, kind)],
    phrase(`finding.identifier.${kind}-${where.kind}`, { count, start }),
    cures,
  );
}
