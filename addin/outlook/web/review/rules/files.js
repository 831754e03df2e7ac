// Rules about attachments: who can open them, and whether they were looked into.
import data from "../../built/rules.js";
import { fileName, isAlphanumeric } from "../characters.js";
import { about, edits, finding, phrase } from "../findings.js";
import { Circle, leaves } from "../people.js";

/** Is a PDF about to leave that anyone can open? */
export function unprotectedAttachment(mail, context, readings) {
  return ofFiles(mail, readings, (one, found) => {
    const open = found.opening === "anyone" || found.opening === "owner-only";
    if (found.kind !== "pdf" || !open || !leavesClear(mail, one, context)) {
      return null;
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
      hindrance ? [] : [["seal", edits.seal(one.id)]],
    );
  });
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

/** Does the password of a file sealed here travel in the same mail? */
export function passwordInMail(mail, context) {
  return examined(mail)
    .filter((one) => one.sealed)
    .map((one) => {
      const place = context.password ? standsIn(context.password, mail) : null;
      return place
        ? finding(
            "password-in-mail",
            "block",
            [about("attachment", one.id)],
            phrase(`finding.password-in-mail.${place}`, { name: fileName(one) }),
          )
        : null;
    })
    .filter(Boolean);
}

/** Gives `text` without what is put between letters and digits, whatever their case. */
export function bare(text) {
  return Array.from(text.normalize("NFKC").toLowerCase()).filter(isAlphanumeric).join("");
}

/** Gives the texts of a mail in which a password may stand, with their place. */
export function textsOf(mail) {
  return [
    ["subject", mail.subject],
    ["body", mail.text.slice(0, data.candidates.most_text)],
    ...[...mail.attachments, ...mail.inline_images].map((one) => {
      const dot = one.name.lastIndexOf(".");
      return ["name", (dot > 0 && one.name.slice(0, dot)) || one.name];
    }),
  ];
}

/** Says where in `mail` this password stands; null where it does not. */
export function standsIn(password, mail) {
  const wanted = bare(password);
  const found = wanted && textsOf(mail).find(([, text]) => bare(text).includes(wanted));
  return found ? found[0] : null;
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
      told.push(unread(one, found));
    }
    if (why) {
      const evidence = phrase(why.key, { ...why.values, name: fileName(one) });
      told.push(missed(about("attachment", one.id), evidence));
    }
  }
  return told;
}

// The helper reads what is written in a document; here nobody does, and that is asked about.
function unread(one, found) {
  const evidence = phrase(found.unread.key, { name: fileName(one) });
  const cures = one.kind === "file" ? [["seal", edits.seal(one.id)]] : [];
  return finding("not-examined", "warn", [about("attachment", one.id)], evidence, cures);
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

function missed(what, evidence) {
  return finding("not-examined", "warn", [what], evidence);
}
