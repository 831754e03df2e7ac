// Who is outside the establishment, and who is the same person.
import punycode from "punycode/punycode.js";
import data from "../built/rules.js";
import { isAlphanumeric, isCombining } from "./characters.js";
import { isProfessionalName } from "./names.js";

export const PROVIDERS = new Set(data.people.providers);

const LONGEST_DOMAIN = 253;
const LONGEST_LABEL = 63;
const known = new Map();
const persons = new Map();

/** Gives what stands behind the last `@`, in lower case; empty where there is none. */
export function domainOf(address) {
  const at = address.lastIndexOf("@");
  return at < 0 ? "" : address.slice(at + 1).toLowerCase();
}

/** Gives `domain` as it is compared: lower case, A-labels, no dot at its end; empty for none. */
export function asciiDomain(domain) {
  let found = known.get(domain);
  if (found === undefined) {
    const plain = domain.normalize("NFKC").replace(/[\u3002\uff0e\uff61]/g, ".").toLowerCase();
    const labels = (plain.endsWith(".") ? plain.slice(0, -1) : plain).split(".").map(asciiLabel);
    const joined = labels.join(".");
    found = labels.every(Boolean) && joined.length <= LONGEST_DOMAIN ? joined : "";
    known.set(domain, found);
  }
  return found;
}

function asciiLabel(written) {
  let label = written;
  // eslint-disable-next-line no-control-regex
  if (!/^[\x00-\x7f]*$/.test(label)) {
    if (!Array.from(label).every((one) => one === "-" || isAlphanumeric(one) || isCombining(one))) {
      return "";
    }
    label = `xn--${punycode.encode(label)}`;
  }
  const wellFormed = /^[A-Za-z0-9]+$/.test(label.replace(/[-_]/g, ""));
  return wellFormed && label.length <= LONGEST_LABEL && !/^-|-$/.test(label) ? label : "";
}

/** Gives what makes two addresses one person's. */
export function person(address) {
  let found = persons.get(address);
  if (found === undefined) {
    found = personOf(address);
    persons.set(address, found);
  }
  return found;
}

function personOf(address) {
  const plain = address.trim();
  const at = plain.lastIndexOf("@");
  const domain = plain.slice(at + 1);
  return at < 0
    ? domain.toLowerCase()
    : `${plain.slice(0, at).toLowerCase()}@${asciiDomain(domain) || domain.toLowerCase()}`;
}

/** Whether `domain` is one of `internal`, or a sub-domain of one. */
export function isInside(domain, internal) {
  let rest = asciiDomain(domain);
  while (rest) {
    if (internal.has(rest)) {
      return true;
    }
    const dot = rest.indexOf(".");
    rest = dot < 0 ? "" : rest.slice(dot + 1);
  }
  return false;
}

/** Whether the recipient's mailbox is one of a provider for everybody. */
export function isAtProvider(one) {
  return PROVIDERS.has(asciiDomain(domainOf(one.address)));
}

/** The inside as one mail sees it. */
export class Circle {
  constructor(mail, configured) {
    this.internal = internalDomains(mail, configured);
    this.sender = mail.sender ? person(mail.sender.address) : "";
  }

  /** Whether it is the sender's own address. */
  isSender(one) {
    return Boolean(this.sender) && person(one.address) === this.sender;
  }

  /** Whether the mail leaves the establishment with this recipient. */
  isOutside(one) {
    if (this.isSender(one)) {
      return false;
    }
    return (
      one.kind === "list" || Boolean(one.defect) || !isInside(domainOf(one.address), this.internal)
    );
  }
}

function internalDomains(mail, configured) {
  const named = new Set(configured.map(asciiDomain).filter(Boolean));
  if (named.size || !mail.sender || mail.sender.defect) {
    return named;
  }
  const own = asciiDomain(domainOf(mail.sender.address));
  return new Set(!own || PROVIDERS.has(own) ? [] : [own]);
}

const SPACE = new Set(data.mssante.space);

/** Whether it is an address of the MSSanté. */
export function isMssante(one) {
  return !one.defect && isInside(domainOf(one.address), SPACE);
}

/** Whether the address itself is a patient's national identifier. */
export function isPatient(one) {
  return !one.defect && asciiDomain(domainOf(one.address)) === data.mssante.patients;
}

/** Gives the recipients outside who are people in their own mailboxes, as far as an address tells:
 * at a provider for everybody, with no professional title; each once. */
export function individuals(mail, configured) {
  const circle = new Circle(mail, configured);
  const found = new Map();
  for (const one of mail.recipients) {
    const ordinary = !one.defect && one.kind !== "list" && !isMssante(one) && circle.isOutside(one);
    const key = person(one.address);
    if (ordinary && !isProfessionalName(one.name) && isAtProvider(one) && !found.has(key)) {
      found.set(key, one);
    }
  }
  return Array.from(found.values());
}

/** Whether anyone outside receives `mail` by another way than the MSSanté. */
export function leaves(mail, circle) {
  return mail.recipients.some((one) => circle.isOutside(one) && !isMssante(one));
}
