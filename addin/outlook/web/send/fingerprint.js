// What was confirmed, as one number that nothing can be read from: another mail has another one.
import { sha256 } from "@noble/hashes/sha2.js";

// The classic event runtime has no TextEncoder.
function utf8(text) {
  const bytes = [];
  for (const letter of text) {
    const code = letter.codePointAt(0);
    if (code < 0x80) {
      bytes.push(code);
    } else if (code < 0x800) {
      bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    } else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    } else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return Uint8Array.from(bytes);
}

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
