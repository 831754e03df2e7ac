// Carrying out Edits on the item. What was to be put in is there before what it replaces goes.
import { changesText, edited, LETTER, TEXT_EDITS } from "../mail/preview.js";
import { unlessRefused } from "../mail/refused.js";
import { toBase64 } from "../reading/bytes.js";
import { ask } from "./ask.js";
import { contentOf } from "./read.js";

/** The Edits that can be carried out in Outlook by an add-in. */
export const ABLE = new Set([
  "move-to-bcc", "remove-recipient", "replace-recipient", "seal-attachment", "rename-attachment",
  "remove-attachment", "replace-subject", ...TEXT_EDITS,
]);

/** Characters of a text Outlook takes from an add-in (`body.setAsync`). */
export const LONGEST_TEXT = 1_000_000;

/** The message is not what was shown: it is shown again. */
export class Changed extends Error {}

/** It was changed before its text was written: the text is as the person left it. */
export class Untouched extends Changed {}

const FIELDS = ["to", "cc", "bcc"];
const REPLACING = 120_000;

/**
 * Says why `edits` cannot be made in `mail` here, as the end of a sentence's key: `unable` (Outlook
 * keeps the text from add-ins), `too-long`, `refused`; empty where they can.
 */
export function hindrance(mail, edits) {
  // A picture put in anew would have another place than the one it is shown at.
  const shown = new Set(mail.inline_images.map((one) => one.id));
  if (!edits.every((one) => ABLE.has(one.edit) && !shown.has(one.attachment))) {
    return "refused";
  }
  if (!changesText(edits)) {
    return "";
  }
  if (!mail.form) {
    return "unable";
  }
  return unlessRefused(() => (written(edited(mail, edits)).length > LONGEST_TEXT ? "too-long" : ""), "refused");
}

// The text in the form Outlook keeps it in.
function written(mail) {
  return mail.form === "html" ? mail.html : mail.text;
}

/**
 * Makes `mail`, the Mail of `item`, what `after` says; `sealed` are the sealed files by the ids of those
 * they take the place of. Throws what keeps it from being made.
 * @param {Office.MessageCompose} item
 */
export async function carryOut(item, mail, after, sealed) {
  if (sealed.has(LETTER)) {
    await attach(item, sealed.get(LETTER));
  }
  for (const one of mail.attachments) {
    const now = after.attachments.find((other) => other.id === one.id);
    if (!now) {
      await remove(item, one.id);
    } else if (now.sealed && !one.sealed) {
      await replace(item, one.id, sealed.get(one.id));
    } else if (now.name !== one.name) {
      await replace(item, one.id, { name: now.name, content: await contentOf(item, one.id) });
    }
  }
  for (const field of FIELDS) {
    const [before, people] = [mail, after].map((each) => each.recipients.filter((one) => one.field === field));
    if (JSON.stringify(before) !== JSON.stringify(people)) {
      const list = people.map((one) => ({ emailAddress: one.address, displayName: one.name || one.address }));
      await ask(field, (done) => item[field].setAsync(list, done));
    }
  }
  if (after.subject !== mail.subject) {
    await ask("subject", (done) => item.subject.setAsync(after.subject, done));
  }
  if (written(after) !== written(mail)) {
    await replaceText(item, mail, after);
  }
}

// What was typed since it was read is not written over.
async function replaceText(item, mail, after) {
  const { form } = mail;
  const now = await ask("body", (done) => item.body.getAsync(form, done));
  if ((form === "html" ? now : now.replace(/\r\n?/g, "\n")) !== written(mail)) {
    throw new Untouched();
  }
  await ask("text", (done) => item.body.setAsync(written(after), { coercionType: form }, done), REPLACING);
  const staying = new Set(after.inline_images.map((one) => one.id));
  const going = mail.inline_images.filter((one) => !staying.has(one.id));
  if (going.length) {
    // Some Outlooks take a picture out with the text it stood in.
    const there = new Set((await ask("attachments", (done) => item.getAttachmentsAsync(done))).map((one) => one.id));
    for (const one of going.filter(({ id }) => there.has(id))) {
      await remove(item, one.id);
    }
  }
}

async function replace(item, id, file) {
  await attach(item, file);
  await remove(item, id);
}

function attach(item, { name, content }) {
  return ask(
    "attach",
    (done) => item.addFileAttachmentFromBase64Async(toBase64(content), name, { isInline: false }, done),
    REPLACING,
  );
}

function remove(item, id) {
  return ask("remove", (done) => item.removeAttachmentAsync(id, done));
}
