// What was confirmed, as one number that nothing can be read from: another mail has another one.
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "../reading/bytes.js";

/** Gives the SHA-256 of `text`, in hexadecimal. */
export function digest(text) {
  return Array.from(sha256(utf8(text)), (one) => `0${one.toString(16)}`.slice(-2)).join("");
}

/**
 * Gives the fingerprint of `mail`: who gets it and how, its subject, its text as shown and as HTML,
 * and its files. A file is known by its name, size and the place Outlook keeps it at.
 */
export function fingerprint(mail) {
  const people = mail.recipients.map((one) => [one.field, one.address.toLowerCase(), one.kind]);
  const files = [...mail.attachments, ...mail.inline_images].map((one) => [one.id, one.name, one.size, one.inline]);
  const sorted = (list) => list.map((one) => JSON.stringify(one)).sort();
  const sender = mail.sender ? mail.sender.address.toLowerCase() : "";
  return digest(JSON.stringify([sender, sorted(people), mail.subject, mail.text, mail.html, sorted(files)]));
}
