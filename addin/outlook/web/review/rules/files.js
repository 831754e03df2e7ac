// Rules about attachments: who can open them, and whether they were looked into.
import { candidates } from "../candidates.js";
import { fileName } from "../characters.js";
import { about, edits, finding, phrase } from "../findings.js";
import { Circle, leaves } from "../people.js";
import { passwordOut } from "../taking_out.js";
import { standsIn } from "../texts.js";
import { isOfAPerson, numberTold } from "../told.js";

/** Is a PDF about to leave that anyone can open? */
export function unprotectedAttachment(mail, context, readings) {
  return ofFiles(mail, readings, (one, found) => {
    const open = found.opening === "anyone" || found.opening === "owner-only";
    if (found.kind !== "pdf" || !open || !leavesClear(mail, one, context)) {
      return null;
    }
    if (isOfAPerson(found) || numberTold(one, found)) {
      return null; // the rules of health and of numbers ask about it
    }
    const hindrance = hindered(mail, found);
    const told =
      hindrance ||
      (found.signed && "signed") ||
      (found.opening === "owner-only" && "owner-only") ||
      (/\.pdf\s*$/.test(one.name.toLowerCase()) ? "open" : "other-name");
    return finding(
      "unprotected-attachment",
      "warn",
      [about("attachment", one.id)],
      phrase(`finding.unprotected-attachment.${told}`, { name: fileName(one) }),
      waysOut(one, hindrance),
    );
  });
}

function waysOut(one, hindrance) {
  if (hindrance === "signed-mail") {
    return [];
  }
  return hindrance ? [["remove-file", edits.removeAttachment(one.id)]] : [["seal", edits.seal(one.id)]];
}

function leavesClear(mail, one, context) {
  return (
    !one.sealed &&
    mail.protection !== "encrypted" &&
    leaves(mail, new Circle(mail, context.domains))
  );
}

function hindered(mail, found) {
  if (mail.protection === "signed") {
    return "signed-mail";
  }
  return found.damaged || found.problem ? "damaged" : "";
}

/** Is a file's protection one that hardly holds? */
export function weakProtection(mail, context, readings) {
  return ofFiles(mail, readings, (one, found) =>
    found.weakness && leavesClear(mail, one, context)
      ? finding(
          "weak-protection",
          "warn",
          [about("attachment", one.id)],
          phrase(`finding.weak-protection.${found.weakness}`, { name: fileName(one) }),
          mail.protection === "none" ? [["remove-file", edits.removeAttachment(one.id)]] : [],
        )
      : null,
  );
}

function ofFiles(mail, readings, ask) {
  return examined(mail)
    .map((one) => (readings.has(one.id) ? ask(one, readings.get(one.id)) : null))
    .filter(Boolean);
}

/** Gives the files a reader can look into. */
export function examined(mail) {
  return [
    ...mail.attachments,
    ...mail.inline_images.filter((one) => !one.media_type.startsWith("image/")),
  ];
}

/** Does the password of a protected file travel in the same mail? */
export function passwordInMail(mail, context, readings) {
  return examined(mail)
    .map((one) => {
      const place = placeOf(mail, one, context, readings.get(one.id));
      return place
        ? finding(
            "password-in-mail",
            "block",
            [about("attachment", one.id)],
            phrase(`finding.password-in-mail.${place}`, { name: fileName(one) }),
            waysOutOf(mail, one, context, readings.get(one.id)),
          )
        : null;
    })
    .filter(Boolean);
}

// Of a file sealed here the password is known; on one sealed elsewhere what stands in the mail was
// tried.
function placeOf(mail, one, context, found) {
  if (one.sealed) {
    return context.password ? standsIn(context.password, mail) : null;
  }
  const tried = found && found.opened_by && candidates(mail).find(({ text }) => text === found.opened_by);
  return tried ? tried.place : null;
}

function waysOutOf(mail, one, context, found) {
  const password = one.sealed ? context.password : found.opened_by;
  const changes = passwordOut(mail, password, context.say, (left) => !placeOf(left, one, context, found));
  return changes.length ? [["password-out", ...changes]] : [];
}

/** Was everything examined? What was not is told, never passed over. */
export function notExamined(mail, context, readings) {
  const told = [];
  const files = new Set([...mail.attachments, ...mail.inline_images].map((one) => one.id));
  if (mail.unread.some((one) => !files.has(one))) {
    told.push(missed(about("body"), phrase("finding.not-examined.text")));
  }
  if (mail.defects.includes("too-deep") || mail.defects.includes("too-many-parts")) {
    told.push(missed(about("mail"), phrase("finding.not-examined.structure")));
  }
  for (const one of examined(mail).filter((file) => !file.sealed)) {
    const why = whyMissed(mail, one, context, readings.get(one.id));
    const found = readings.get(one.id);
    if (!why && found && found.unread && leavesClear(mail, one, context)) {
      told.push(unread(mail, one, found));
    }
    if (why) {
      const evidence = phrase(why.key, { ...why.values, name: fileName(one) });
      told.push(missed(about("attachment", one.id), evidence, waysOn(mail, one, found)));
    }
  }
  return told;
}

function waysOn(mail, one, found) {
  if (mail.protection !== "none") {
    return [];
  }
  const canSeal = found && one.kind === "file" && !found.damaged && !found.problem;
  const remove = ["remove-file", edits.removeAttachment(one.id)];
  return canSeal ? [["seal", edits.seal(one.id)], remove] : [remove];
}

// The helper reads what is written in a document; here nobody does, and that is asked about.
function unread(mail, one, found) {
  const evidence = phrase(found.unread.key, { name: fileName(one) });
  return missed(about("attachment", one.id), evidence, waysOn(mail, one, found));
}

function whyMissed(mail, one, context, found) {
  const why = (name) => phrase(`finding.not-examined.why.${name}`);
  if (found) {
    const hidden = found.kind === "pdf" && found.opening === "unknown";
    return found.problem || (hidden ? why("opening") : null);
  }
  if (one.kind === "tnef" || one.kind === "external") {
    return why(one.kind);
  }
  if (mail.unread.includes(one.id)) {
    return why("encoding");
  }
  return context.skipped.has(one.id) ? why("skipped") : null;
}

/** Tells a check that broke down: what it would have said is not known. */
export function brokenDown(rule) {
  return missed(about("mail", rule), phrase("finding.not-examined.rule.mail", { rule }));
}

function missed(what, evidence, cures = []) {
  return finding("not-examined", "warn", [what], evidence, cures);
}
