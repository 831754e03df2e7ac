// Does a mail carry what would harm somebody if it came to the wrong person?
import data from "../built/rules.js";
import { healthOf } from "./health.js";
import { identifiers } from "./identifiers.js";

const DOCUMENTS = new Set(data.documents);

/** Whether `mail`, with what was read of its files, carries it. */
export function isSensitive(mail, readings) {
  if (mail.protection === "encrypted") {
    return false;
  }
  const open = mail.attachments.some((one) => {
    const found = readings.get(one.id);
    const opens = found && (found.opening === "anyone" || found.opening === "owner-only");
    return opens && !one.sealed && DOCUMENTS.has(found.kind);
  });
  return open || speaksOfHealth(mail);
}

/** Whether the subject or the text tells of somebody's health, or holds a social security number. */
export function speaksOfHealth(mail) {
  return isAboutHealth(`${mail.subject}\n${mail.text}`);
}

/** Whether `text` does; with `anybodys`: whether it tells of health at all. */
export function isAboutHealth(written, anybodys = false) {
  const text = written.normalize("NFC");
  const found = healthOf(text);
  if (found && (anybodys || found.concerns === "person")) {
    return true;
  }
  return identifiers(text).some((one) => one.kind === "nir");
}
