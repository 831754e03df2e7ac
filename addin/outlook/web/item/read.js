// Reading the item that is being written into a Mail: the same shape as in the helper.
import { fromBase64 } from "../reading/bytes.js";
import { read, unreadable } from "../reading/read.js";
import { picturesIn } from "../mail/pictures.js";
import { defectOf } from "../review/addresses.js";
import { ask } from "./ask.js";

const FIELDS = ["to", "cc", "bcc"];
const RELATIONS = { newMail: "new", reply: "reply", replyAll: "reply", forward: "forward" };
const SMIME = /^smime\.p7[ms]$/i;
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
  const form = formOf(item, relation);
  // Of a plain message Outlook makes the HTML itself: there is none that could say something else.
  const page = form === "text" ? "" : html;
  const shown = Array.from(picturesIn(page));
  const attachments = files.map((one) => attachment(one, shown));
  return {
    sender: sender && sender.emailAddress ? recipient("to")(sender) : null,
    recipients: [].concat(...[to, cc, bcc].map((list, place) => list.map(recipient(FIELDS[place])))),
    subject,
    text: text.replace(/\r\n?/g, "\n"),
    html: page,
    form,
    attachments: attachments.filter((one) => !one.inline),
    inline_images: attachments.filter((one) => one.inline),
    relation: RELATIONS[relation.composeType] || "reply",
    protection: protectionOf(text, attachments),
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

// In which form Outlook keeps the text, and lets it be changed: `html`, `text`, or neither (empty).
function formOf(item, { coercionType }) {
  const form = String(coercionType || "");
  return ["html", "text"].includes(form) && "setAsync" in item.body ? form : "";
}

// What a picture is called in the text, Outlook says from Mailbox 1.16 on; before that the name begins
// it.
function contentIdOf({ contentId, name }, shown) {
  const said = String(contentId || "").replace(/^<|>$/g, "");
  return said || shown.find((cid) => cid === name || cid.startsWith(`${name}@`)) || "";
}

function attachment(one, shown) {
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
    content_id: one.isInline ? contentIdOf(one, shown) : "",
    sealed: false,
  };
}

// Outlook tells an add-in nothing of S/MIME but the file it is in; of what is in that nothing is read, so
// that the message is only left as it is.
function protectionOf(text, files) {
  const head = text.trim();
  if (head.startsWith("-----BEGIN PGP MESSAGE-----")) {
    return "encrypted";
  }
  const signed = head.startsWith("-----BEGIN PGP SIGNED MESSAGE-----");
  return signed || files.some((one) => SMIME.test(one.name)) ? "signed" : "none";
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
