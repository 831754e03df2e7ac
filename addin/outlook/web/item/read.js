// Reading the item that is being written into a Mail: the same shape as in the helper.
import { fromBase64 } from "../reading/bytes.js";
import { read, unreadable } from "../reading/read.js";
import { defectOf } from "../review/addresses.js";
import { ask } from "./ask.js";

const FIELDS = ["to", "cc", "bcc"];
const RELATIONS = { newMail: "new", reply: "reply", replyAll: "reply", forward: "forward" };
const TYPES = {
  pdf: "application/pdf", zip: "application/zip", txt: "text/plain", png: "image/png",
  jpg: "image/jpeg", jpeg: "image/jpeg", gif: "image/gif", p7s: "application/pkcs7-signature",
  ics: "text/calendar", asc: "application/pgp-keys",
};

/**
 * Reads `item` whole. Throws AskError where Outlook does not tell a part of it: nothing is guessed.
 * @param {Office.MessageCompose} item
 */
export async function readMail(item) {
  const [sender, to, cc, bcc, subject, text, html, files, relation] = await Promise.all([
    ask("from", (done) => item.from.getAsync(done)),
    ...FIELDS.map((field) => ask(field, (done) => item[field].getAsync(done))),
    ask("subject", (done) => item.subject.getAsync(done)),
    ask("body", (done) => item.body.getAsync("text", done)),
    ask("body", (done) => item.body.getAsync("html", done)),
    ask("attachments", (done) => item.getAttachmentsAsync(done)),
    ask("compose-type", (done) => item.getComposeTypeAsync(done)),
  ]);
  const attachments = files.map(attachment);
  return {
    sender: sender && sender.emailAddress ? recipient("to")(sender) : null,
    recipients: [].concat(...[to, cc, bcc].map((list, place) => list.map(recipient(FIELDS[place])))),
    subject,
    text: text.replace(/\r\n?/g, "\n"),
    html,
    attachments: attachments.filter((one) => !one.inline),
    inline_images: attachments.filter((one) => one.inline),
    relation: RELATIONS[relation.composeType] || "reply",
    protection: protectionOf(text),
    defects: [],
    unread: [],
  };
}

function recipient(field) {
  return ({ emailAddress, displayName, recipientType }) => {
    const address = (emailAddress || "").trim();
    const list = recipientType === "distributionList";
    return {
      field,
      address: address || displayName || "",
      name: displayName && displayName !== emailAddress ? displayName : "",
      kind: list ? "list" : "person",
      defect: list && !address ? "" : defectOf(address || displayName || ""),
    };
  };
}

function attachment(one) {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(one.name);
  const type = TYPES[ending ? ending[1].toLowerCase() : ""] || "application/octet-stream";
  const kinds = { item: "message", cloud: "external" };
  return {
    id: one.id,
    name: one.name,
    media_type: one.attachmentType === "item" ? "message/rfc822" : type,
    size: one.size,
    kind: /^winmail\.dat$/i.test(one.name) ? "tnef" : kinds[one.attachmentType] || "file",
    inline: Boolean(one.isInline),
    sealed: false,
  };
}

function protectionOf(text) {
  return text.trim().startsWith("-----BEGIN PGP MESSAGE-----") ? "encrypted" : "none";
}

/**
 * Gives the bytes of an attachment; null where Outlook keeps it elsewhere.
 * @param {Office.MessageCompose} item
 * @param {string} id
 */
export async function contentOf(item, id) {
  const given = await ask("content", (done) => item.getAttachmentContentAsync(id, done));
  return String(given.format) === "base64" ? fromBase64(given.content) : null;
}

/**
 * Reads the files of `mail` that are not among `known` readings; gives readings by id.
 * A file that Outlook does not hand over is one that could not be read.
 */
export async function readFiles(item, mail, known = new Map()) {
  const readings = new Map();
  const pictures = new Set(mail.inline_images.filter((one) => one.media_type.startsWith("image/")));
  for (const one of [...mail.attachments, ...mail.inline_images]) {
    if (one.kind === "file" && !pictures.has(one)) {
      const before = known.get(one.id);
      readings.set(one.id, before || (await reading(item, one)));
    }
  }
  return readings;
}

async function reading(item, one) {
  try {
    const content = await contentOf(item, one.id);
    return content ? read(content) : unreadable("reading.problem.not-there");
  } catch {
    return unreadable("reading.problem.not-there"); // told to the sender as not examined
  }
}
