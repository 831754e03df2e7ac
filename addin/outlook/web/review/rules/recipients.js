// Rules about who receives the mail.
import data from "../../built/rules.js";
import { defectOf, joined, repaired, tails } from "../addresses.js";
import { folded, shown } from "../characters.js";
import { about, edits, finding, phrase } from "../findings.js";
import { meant } from "../lookalike.js";
import {
  Circle, asciiDomain, domainOf, isAtProvider, isMssante, isPatient, person,
} from "../people.js";
import { isSensitive, speaksOfHealth } from "../sensitive.js";

const { thresholds } = data;
const PROFESSIONAL = new Set(data.names.professional);

function nameKept(one) {
  return one.name.includes("@") ? "" : one.name;
}

/** Is there anybody to send it to? */
export function noRecipient(mail) {
  return mail.recipients.length
    ? []
    : [finding("no-recipient", "block", [about("mail")], phrase("finding.no-recipient"))];
}

/** Can every address be delivered to? */
export function malformedAddress(mail) {
  const brokenOff = tails(mail.recipients);
  const tailOf = new Map(Array.from(brokenOff, ([tail, head]) => [head, tail]));
  const told = new Set();
  const found = [];
  mail.recipients.forEach((one, place) => {
    if (!one.defect || one.kind === "list" || brokenOff.has(place) || told.has(one.address)) {
      return;
    }
    told.add(one.address);
    found.push(malformed(one, tailOf.has(place) ? mail.recipients[tailOf.get(place)] : null));
  });
  return found;
}

function malformed(one, tail) {
  const by = tail ? joined(one, tail) : repaired(one.address);
  const rest = tail ? [edits.removeRecipient(tail.address)] : [];
  const cures = [["remove-recipient", edits.removeRecipient(one.address), ...rest]];
  if (by) {
    const replace = edits.replaceRecipient(one.address, by, nameKept(one));
    cures.unshift(["replace-recipient", replace, ...rest]);
  }
  const head = shown(one.address) || shown(one.name);
  const written = tail ? `${head},${shown(tail.address)}` : head;
  const told = !written
    ? phrase("finding.malformed-address.empty")
    : by
      ? phrase("finding.malformed-address.meant", { address: written, meant: by })
      : phrase("finding.malformed-address.unclear", { address: written });
  return finding("malformed-address", "block", [about("recipient", one.address)], told, cures);
}

/** Does the domain look like another one that was surely meant? */
export function lookalikeAddress(mail, context) {
  const circle = new Circle(mail, context.domains);
  const told = new Set();
  const found = [];
  for (const one of mail.recipients) {
    const key = person(one.address);
    if (!one.defect && one.kind !== "list" && circle.isOutside(one) && !told.has(key)) {
      told.add(key);
      const by = meant(asciiDomain(domainOf(one.address)), circle.internal);
      if (by !== null) {
        found.push(lookalike(one, by, circle.internal.has(by)));
      }
    }
  }
  return found;
}

function lookalike(one, by, own) {
  const repair = `${one.address.slice(0, one.address.lastIndexOf("@"))}@${by}`;
  const cures = [["remove-recipient", edits.removeRecipient(one.address)]];
  if (by && !defectOf(repair)) {
    cures.unshift([
      "replace-recipient",
      edits.replaceRecipient(one.address, repair, nameKept(one)),
    ]);
  }
  const told = !by ? "letters" : own ? "own" : "provider";
  const values = { address: shown(one.address), ...(by ? { meant: by } : {}) };
  return finding(
    "lookalike-address",
    "warn",
    [about("recipient", one.address)],
    phrase(`finding.lookalike-address.${told}`, values),
    cures,
  );
}

/** Will people outside see each other's addresses? */
export function visibleRecipients(mail, context) {
  const circle = new Circle(mail, context.domains);
  const brokenOff = tails(mail.recipients);
  const seen = new Map();
  mail.recipients.forEach((one, place) => {
    const professional = isMssante(one) && !isPatient(one);
    if (one.field !== "bcc" && !brokenOff.has(place) && !professional && circle.isOutside(one)) {
      const key = person(one.address);
      seen.set(key, seen.get(key) || one);
    }
  });
  if (seen.size < 2) {
    return [];
  }
  const outside = Array.from(seen.values());
  const told = outside.some((one) => one.kind === "list") ? "list" : "people";
  const health = told === "people" && speaksOfHealth(mail);
  const patients = outside.filter(isAtProvider).length;
  const visible = mail.recipients
    .filter((one) => one.field !== "bcc" && seen.has(person(one.address)))
    .map((one) => one.address);
  const toBcc = ["to-bcc", edits.moveToBcc(Array.from(new Set(visible)))];
  const oneEach = ["one-each", edits.oneEach()];
  return [
    finding(
      "visible-recipients",
      health && patients >= thresholds.most_patients ? "block" : "warn",
      outside.map((one) => about("recipient", one.address)),
      phrase(`finding.visible-recipients.${health ? "health" : told}`, { count: outside.length }),
      health ? [oneEach, toBcc] : [toBcc, oneEach],
    ),
  ];
}

/** Is a patient's MSSanté address shown to others, or an ordinary address beside the MSSanté's? */
export function mssante(mail, context) {
  const circle = new Circle(mail, context.domains);
  const safe = mail.recipients.filter(isMssante);
  if (!safe.length) {
    return [];
  }
  const people = new Set(
    mail.recipients.filter((one) => !circle.isSender(one)).map((one) => person(one.address)),
  );
  return [...seenByOthers(mail, people), ...mixed(mail, safe, circle)];
}

function seenByOthers(mail, people) {
  const told = new Set();
  const found = [];
  for (const one of mail.recipients) {
    const key = person(one.address);
    const others = people.size - (people.has(key) ? 1 : 0);
    if (one.field !== "bcc" && isPatient(one) && others && !told.has(key)) {
      told.add(key);
      found.push(
        finding(
          "mssante",
          "warn",
          [about("recipient", one.address)],
          phrase("finding.mssante.patient", { count: others, who: masked(one) }),
          [
            ["to-bcc", edits.moveToBcc([one.address])],
            ["one-each", edits.oneEach()],
          ],
        ),
      );
    }
  }
  return found;
}

function mixed(mail, safe, circle) {
  const ordinary = new Map();
  for (const one of mail.recipients.slice().reverse()) {
    if (circle.isOutside(one) && !isMssante(one)) {
      ordinary.set(person(one.address), one);
    }
  }
  const outside = Array.from(ordinary.values()).reverse();
  if (!outside.length) {
    return [];
  }
  const name = outside.length === 1 ? "remove-recipient" : "remove-ordinary";
  return [
    finding(
      "mssante",
      "warn",
      outside.map((one) => about("recipient", one.address)),
      phrase("finding.mssante.mixed", {
        count: outside.length,
        safe: masked(safe[0]),
        ordinary: shown(outside[0].address) || shown(outside[0].name),
      }),
      [[name, ...outside.map((one) => edits.removeRecipient(one.address))]],
    ),
  ];
}

function masked(one) {
  if (!isPatient(one)) {
    return shown(one.address);
  }
  const at = one.address.lastIndexOf("@");
  return `${shown(one.address.slice(0, at).slice(0, 3))}…@${shown(one.address.slice(at + 1))}`;
}

/** Is a professional written to at a private mailbox? Told by the title alone. */
export function personalMailbox(mail, context, readings) {
  const circle = new Circle(mail, context.domains);
  const told = new Set();
  const found = [];
  for (const one of mail.recipients) {
    const key = person(one.address);
    const ordinary = !one.defect && one.kind !== "list" && !circle.isSender(one);
    if (ordinary && !told.has(key) && isAtProvider(one) && isProfessional(one)) {
      told.add(key);
      found.push(
        finding(
          "personal-mailbox",
          isSensitive(mail, readings) ? "warn" : "info",
          [about("recipient", one.address)],
          phrase("finding.personal-mailbox.title", { address: shown(one.address), other: "" }),
          [["remove-recipient", edits.removeRecipient(one.address)]],
        ),
      );
    }
  }
  return found;
}

function isProfessional(one) {
  const first = /[a-z]+/.exec(folded(one.name.normalize("NFC")));
  const local = one.address.slice(0, one.address.lastIndexOf("@")).toLowerCase();
  const titled = first !== null && PROFESSIONAL.has(first[0]);
  return titled || /^(?:dr[.\-_]|docteur\.)/.test(local);
}

/** Does an answer go to everybody, somebody outside among them? */
export function replyAll(mail, context, readings) {
  if (mail.relation !== "reply") {
    return [];
  }
  const circle = new Circle(mail, context.domains);
  const people = new Map(
    mail.recipients.filter((one) => !circle.isSender(one)).map((one) => [person(one.address), one]),
  );
  const outside = Array.from(people.values()).filter((one) => circle.isOutside(one));
  const visible = outside.filter((one) => one.field !== "bcc");
  if (!outside.length || visible.length > 1 || people.size < thresholds.fewest) {
    return [];
  }
  const heavy = isSensitive(mail, readings);
  if (!heavy && people.size < thresholds["reply-all"]) {
    return [];
  }
  return [
    finding(
      "reply-all",
      heavy ? "warn" : "info",
      [about("mail", "reply-all")],
      phrase("finding.reply-all", { count: people.size, outside: outside.length }),
      firstOnly(mail),
    ),
  ];
}

// Clients put whoever wrote the mail that is answered first in To.
function firstOnly(mail) {
  const first = mail.recipients.find((one) => one.field === "to");
  const others = mail.recipients.map((one) => one.address).filter((one) => first && one !== first.address);
  if (!first || !first.address || mail.protection === "encrypted" || !others.length) {
    return [];
  }
  return [["first-only", ...Array.from(new Set(others), (one) => edits.removeRecipient(one))]];
}
