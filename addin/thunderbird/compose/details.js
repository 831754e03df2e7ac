// What a compose window holds, as the helper wants it.

import { asList, written } from "./people.js";

const RELATION = { reply: "reply", forward: "forward" };

/**
 * Gives the details of a compose window from what Thunderbird says of it. `files` are its
 * attachments as the files' keeper knows them, `lists` the mailing lists of the address books,
 * `messageIdOf` gives the Message-ID of a message of Thunderbird's.
 */
export async function described(composed, { files, lists, messageIdOf }) {
  const text = composed.plainTextBody ?? "";
  const content = composed.isPlainText ? text : (composed.body ?? "");
  const [to, cc, bcc, body, related] = await Promise.all([
    written(composed.to, lists),
    written(composed.cc, lists),
    written(composed.bcc, lists),
    fingerprint(content),
    composed.relatedMessageId ? messageIdOf(composed.relatedMessageId) : "",
  ]);
  return {
    sender: asList(composed.from)[0] ?? "",
    to,
    cc,
    bcc,
    newsgroups: asList(composed.newsgroups),
    subject: composed.subject ?? "",
    text,
    body,
    isPlain: Boolean(composed.isPlainText),
    relation: RELATION[composed.type] ?? "new",
    related,
    files,
  };
}

/** Gives the SHA-256 of a text, in hexadecimal. */
export async function fingerprint(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}
