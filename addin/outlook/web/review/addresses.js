// What is wrong with an address, and what was surely meant.
import data from "../built/rules.js";
import { isNeverInAddress } from "./characters.js";
import { isWhole } from "./matcher.js";
import { asciiDomain, domainOf } from "./people.js";

const { addresses, mistyped } = data;
const [MOST_LOCAL, MOST_DOMAIN, MOST_ADDRESS] = addresses.most;
const ENDINGS = new Set(mistyped.endings);

/** Gives `text` in two at its last `mark`: before and behind; before is null where there is none. */
function cut(text, mark) {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [null, text] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** Says why mail cannot be delivered to `address`, in kebab-case; empty where it can. */
export function defectOf(address) {
  const [local, domain] = cut(address, "@");
  if (local === null) {
    return "no-at";
  }
  if (!local) {
    return "no-local-part";
  }
  if (!domain) {
    return "no-domain";
  }
  const sizes = [bytes(local), bytes(domain)];
  if (sizes[0] > MOST_LOCAL || sizes[1] > MOST_DOMAIN || sizes[0] + sizes[1] + 1 > MOST_ADDRESS) {
    return "too-long";
  }
  if (Array.from(address).some(isNeverInAddress)) {
    return "bad-character";
  }
  const known = local.startsWith('"')
    ? isWhole(addresses.quoted, local)
    : isWhole(addresses.atom, ascii(local));
  return known ? defectOfDomain(domain) : "bad-character";
}

function defectOfDomain(domain) {
  if (domain.startsWith("[")) {
    return isWhole(addresses.literal, domain) ? "" : "bad-domain";
  }
  const labels = ascii(domain).split(".");
  if (!labels.every((label) => isWhole(addresses.label, label))) {
    return "bad-domain";
  }
  const last = labels[labels.length - 1];
  const alone = labels.length < 2 && domain.toLowerCase() !== "localhost";
  return alone || /^\d+$/.test(last) ? "bad-domain" : "";
}

function ascii(text) {
  return Array.from(text, (one) => (one < "\x80" ? one : "x")).join("");
}

function bytes(text) {
  let count = 0;
  for (const one of text) {
    const code = one.codePointAt(0);
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
}

/** Finds the ends that a comma typed for a dot has broken off their address: place → its head's. */
export function tails(recipients) {
  const found = new Map();
  for (let place = 1; place < recipients.length; place += 1) {
    const [head, one] = [recipients[place - 1], recipients[place]];
    if (
      ENDINGS.has(one.address.trim().toLowerCase()) &&
      head.field === one.field &&
      isDotless(head)
    ) {
      found.set(place, place - 1);
    }
  }
  return found;
}

function isDotless(one) {
  const domain = asciiDomain(domainOf(one.address));
  return Boolean(domain) && !domain.includes(".") && domain !== "localhost";
}

/** Gives the address that `head` and the broken off `tail` were meant to be, or empty. */
export function joined(head, tail) {
  return checked(`${head.address}.${tail.address.trim()}`, head.address);
}

const AROUND = "<>\"'«»()[]";

/** Gives the address surely meant by `written`; empty where it is not sure. */
export function repaired(written) {
  let text = Array.from(written.normalize("NFKC"))
    .filter((one) => !isControl(one))
    .join("")
    .trim();
  text = stripped(text, AROUND).trim();
  text = text.replace(/^mailto:\s*/i, "");
  text = text.replace(/\s*(?:\((?:at|arobase|a)\)|\[at\]| arobase )\s*/g, "@");
  text = text.replace(/@(?:\s*@)+/g, "@").replace(/[ .,;:!?>)]+$/, "");
  if (!text.includes("@")) {
    text = withAt(text);
  }
  const [local, domain] = cut(text, "@");
  if (local === null || local.includes("@")) {
    return "";
  }
  const plain = local.replace(/\s+/g, "").replace(/\.{2,}/g, ".").replace(/^\.+|\.+$/g, "");
  return checked(`${plain}@${domainMeant(domain)}`, written);
}

// Controls and marks of direction, which no address has; no-break spaces are folded before.
function isControl(one) {
  return isNeverInAddress(one) && !/\s/.test(one);
}

function stripped(text, signs) {
  let [start, end] = [0, text.length];
  while (start < end && signs.includes(text[start])) {
    start += 1;
  }
  while (end > start && signs.includes(text[end - 1])) {
    end -= 1;
  }
  return text.slice(start, end);
}

function withAt(text) {
  for (const typed of ["à", "À"]) {
    const at = text.indexOf(typed);
    if (at >= 0) {
      const [head, rest] = [text.slice(0, at).trim(), text.slice(at + 1)];
      if (head && domainMeant(rest).includes(".")) {
        return `${head}@${rest.trim()}`;
      }
    }
  }
  const lower = text.toLowerCase();
  const provider = mistyped.without_at.find(
    (one) => lower.endsWith(one) && text.length > one.length,
  );
  return provider
    ? `${text.slice(0, -provider.length).replace(/[.\-_ ]+$/, "")}@${provider}`
    : text;
}

function domainMeant(written) {
  let domain = written.trim().replace(/\s*[.,;:·](?:\s*[.,;:·])*\s*/g, ".");
  domain = domain.replace(/^\.+|\.+$/g, "");
  const spaced = domain.split(/\s+/).filter(Boolean);
  if (spaced.length === 2 && ENDINGS.has(spaced[1].toLowerCase())) {
    domain = spaced.join(".");
  }
  domain = domain.replace(/\s+/g, "");
  const lower = domain.toLowerCase();
  return own(mistyped.without_dot, lower) || own(mistyped.without_ending, lower) || domain;
}

function own(table, key) {
  return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : "";
}

function checked(repair, written) {
  return repair !== written && !defectOf(repair) ? repair : "";
}
