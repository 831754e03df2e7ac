// Whether the message stands as it was to be once the Edits are made.
import { attribute, tokensOf } from "../mail/tokens.js";
import { resolved, textOfHtml } from "../reading/html.js";
import { bare } from "../review/texts.js";

/** Whether `left` is `after`. Sealed files have other names, sizes and places; the rest is as it was
 * shown, the text to the letter but where it was changed. */
export function isSame(left, after, changed) {
  const people = (mail) => mail.recipients.map((one) => `${one.field} ${one.address.toLowerCase()}`).sort().join("\n");
  const kept = (mail) => mail.attachments.filter((one) => !one.sealed);
  const clear = kept(after).map((one) => `${one.name} ${one.media_type}`);
  const there = left.attachments.map((one) => `${one.name} ${one.media_type}`);
  return (
    people(left) === people(after) &&
    left.subject === after.subject &&
    (changed || (left.text === after.text && left.html === after.html)) &&
    left.attachments.length === after.attachments.length &&
    clear.every((one) => there.includes(one))
  );
}

/**
 * Whether the text of `left` says what that of `after` does, and shows and leads to the same. Outlook
 * writes HTML its own way, and makes the plain form out of it: letters and digits are compared, each
 * link, how many pictures are shown, and which are there to be: what it calls one in the text is its own.
 */
export function says(left, after) {
  const names = (mail) => mail.inline_images.map((one) => one.name).sort().join("\n");
  const same = after.form === "html" ? page(left.html) === page(after.html) : bare(left.text) === bare(after.text);
  return left.form === after.form && same && names(left) === names(after);
}

function page(html) {
  const links = [];
  let pictures = 0;
  for (const token of tokensOf(html).filter((one) => one.kind === "open")) {
    if (token.name === "a") {
      links.push(resolved(attribute(html.slice(token.start, token.end), "href")).trim().replace(/\/$/, ""));
    }
    pictures += token.name === "img" ? 1 : 0;
  }
  return JSON.stringify([bare(textOfHtml(html)), links.filter(Boolean).sort(), pictures]);
}
