// What the person decided, carried out in the compose window.

import { cut, putBack, replaced as textReplaced } from "./text.js";

/**
 * Makes the edits of an `edits` frame in a compose window. `sealed` gives the file that goes in
 * the place of an attachment, or is added; `undoing` takes what gives the person their own text
 * back. Gives which attachment now stands for which, with what was read back of it.
 */
export async function carryOut(api, tab, edits, sealed, undoing) {
  const fields = Object.fromEntries(
    ["to", "cc", "bcc", "subject"]
      .filter((name) => edits[name] !== null && edits[name] !== undefined)
      .map((name) => [name, edits[name]]),
  );
  if (Object.keys(fields).length) { await api.setComposeDetails(tab, fields); }
  const replaced = [];
  for (const was of edits.replace ?? []) {
    const file = sealed(was);
    const { id: now } = await api.updateAttachment(tab, was, { file, name: file.name });
    replaced.push({ was, now, digest: await contentOf(api, now) });
  }
  for (const { attachment: was, name } of edits.rename ?? []) {
    const { id: now } = await api.updateAttachment(tab, was, { name });
    if (now !== was) { replaced.push({ was, now, digest: await contentOf(api, now) }); }
  }
  for (const attachment of edits.remove ?? []) { await api.removeAttachment(tab, attachment); }
  for (const was of edits.add ?? []) {
    const file = sealed(was);
    const { id: now } = await api.addAttachment(tab, { file, name: file.name });
    undoing.push(() => api.removeAttachment(tab, now));
    replaced.push({ was, now, digest: await contentOf(api, now) });
  }
  if (typeof edits.body === "string" || edits.cut?.length) {
    const before = await api.getComposeDetails(tab);
    undoing.push(() => putBack(api, tab, before));
    await (edits.cut?.length
      ? cut(api, tab, before, edits.cut)
      : textReplaced(api, tab, before, edits.body));
  }
  return replaced;
}

/** Takes back, the last first, what gives the person their own text back. */
export async function undo(undoing) {
  for (const one of undoing.splice(0).reverse()) {
    try {
      await one();
    } catch {
      continue; // the window is gone, or the person was quicker
    }
  }
}

/** Gives the SHA-256 (hexadecimal) of an attachment's content, as Thunderbird will send it. */
async function contentOf(api, attachment) {
  const file = await api.getAttachmentFile(attachment);
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return new Uint8Array(digest).toHex();
}
