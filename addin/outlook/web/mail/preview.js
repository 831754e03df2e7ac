// What a Mail will be once Edits are made: what is shown before anything is changed. As
// `sceau.mail.preview` in the helper.
import { CUTTING, cutsOf, withoutCuts } from "./cuts.js";
import { EditRefused } from "./refused.js";

/** The attachment the text will be in, while it has no place yet. */
export const LETTER = "letter";

const LETTER_FILE = {
  id: LETTER, name: "", media_type: "application/zip", size: 0, kind: "file", inline: false, content_id: "", sealed: true,
};

/** The Edits that change the text. */
export const TEXT_EDITS = new Set([...CUTTING, "seal-body"]);

/** Whether `edits` change the text. */
export function changesText(edits) {
  return edits.some((one) => TEXT_EDITS.has(one.edit));
}

/** Gives the recipients of `mail` after `edits`. */
export function editedRecipients(recipients, edits) {
  const key = (address) => address.trim().toLowerCase();
  let people = recipients.slice();
  for (const edit of edits) {
    if (edit.edit === "move-to-bcc") {
      const wanted = new Set(edit.addresses.map(key));
      const hidden = new Set(people.filter((one) => one.field === "bcc").map((one) => key(one.address)));
      const moved = people.filter((one) => one.field !== "bcc" && wanted.has(key(one.address)));
      people = people.filter((one) => one.field === "bcc" || !wanted.has(key(one.address)));
      for (const one of moved) {
        if (!hidden.has(key(one.address))) {
          hidden.add(key(one.address));
          people.push({ ...one, field: "bcc" });
        }
      }
    } else if (edit.edit === "remove-recipient") {
      people = people.filter((one) => key(one.address) !== key(edit.address));
    } else if (edit.edit === "replace-recipient") {
      const there = people.some((one) => key(one.address) === key(edit.by));
      const at = people.findIndex((one) => key(one.address) === key(edit.address));
      const by = at < 0 ? null : { ...people[at], address: edit.by, name: edit.name, defect: "", kind: "person" };
      people = people
        .map((one, place) => (place === at && !there ? by : one))
        .filter((one) => key(one.address) !== key(edit.address));
    }
  }
  return people;
}

/** Gives `mail` as `edits` will leave it; a file to be sealed is marked so. */
export function edited(mail, edits) {
  const named = (kind) => new Map(edits.filter((one) => one.edit === kind).map((one) => [one.attachment, one]));
  const [gone, renamed, sealed] = ["remove-attachment", "rename-attachment", "seal-attachment"].map(named);
  const subject = edits.filter((one) => one.edit === "replace-subject").pop();
  const name = (one) => (renamed.has(one.id) ? renamed.get(one.id).name : one.name);
  const text = editedText(mail, edits);
  const letter = edits.some((one) => one.edit === "seal-body") ? [LETTER_FILE] : [];
  return {
    ...mail,
    ...text,
    inline_images: (text.inline_images || mail.inline_images).map((one) => ({ ...one, name: name(one) })),
    subject: subject ? subject.subject : mail.subject,
    recipients: editedRecipients(mail.recipients, edits),
    attachments: mail.attachments
      .filter((one) => !gone.has(one.id))
      .map((one) => ({
        ...one,
        name: name(one),
        sealed: one.sealed || sealed.has(one.id),
      }))
      .concat(letter),
  };
}

const isPicture = (one) => one.media_type.startsWith("image/");

/** Gives the pictures in the text of `mail`. */
export const picturesOf = (mail) => mail.inline_images.filter(isPicture);

// The text as it will be, and the pictures in it. What takes its place in a letter's is not known yet.
// Throws EditRefused.
function editedText(mail, edits) {
  if (edits.some((one) => one.edit === "seal-body")) {
    if (!mail.text.trim()) {
      throw new EditRefused("no-body-text");
    }
    return { text: "", html: "", inline_images: mail.inline_images.filter((one) => !isPicture(one)) };
  }
  const cuts = cutsOf(mail, edits);
  if (!cuts) {
    return {};
  }
  const { text, html, inline_images } = withoutCuts(mail, cuts);
  return { text, html, inline_images: /<img\b/i.test(html) ? inline_images : inline_images.filter((one) => !isPicture(one)) };
}
