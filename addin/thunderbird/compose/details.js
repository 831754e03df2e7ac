// What a compose window holds, as the helper wants it.

import { asList, written } from "./people.js";
import { contentOf, fingerprint } from "./text.js";

/** A circular's hundreds say nothing of who takes part in a conversation. */
const MOST_PEOPLE = 200;

const RELATION = { reply: "reply", forward: "forward" };

/**
 * Gives the details of a compose window from what Thunderbird says of it. `files` are its
 * attachments as the files' keeper knows them, `lists` the mailing lists of the address books,
 * `messageOf` gives the header of a message of Thunderbird's, `pictures` are those in the text.
 */
export async function described(composed, { files, lists, messageOf, pictures }) {
  const text = composed.plainTextBody ?? "";
  const [to, cc, bcc, body, answered] = await Promise.all([
    written(composed.to, lists),
    written(composed.cc, lists),
    written(composed.bcc, lists),
    fingerprint(contentOf(composed)),
    composed.relatedMessageId ? messageOf(composed.relatedMessageId) : null,
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
    related: answered?.headerMessageId ?? "",
    original: peopleOf(answered),
    files,
    pictures: pictures.map(({ entry }) => entry),
  };
}

/** Gives who wrote a message and who got it, as Thunderbird names them. */
function peopleOf(answered) {
  const { author, recipients, ccList } = answered ?? {};
  return [...asList(author), ...asList(recipients), ...asList(ccList)].slice(0, MOST_PEOPLE);
}
