// Short reasons beside a name.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon, toneIcon } from "../common/icons.js";

/** The chip of who is in hidden copy. */
export const HIDDEN_COPY = "confirm.chip.bcc";

/** Gives the chips of a row; what blocks carries its sign too. */
export function chips({ say }, list) {
  return list.map(
    (chip) => html`<span class="chip tone-${chip.tone}">${sign(chip)}<span>${say(chip.text)}</span></span>`,
  );
}

function sign(chip) {
  if (chip.text.key === HIDDEN_COPY) {
    return icon("hidden");
  }
  return chip.tone === "block" ? icon(toneIcon(chip.tone)) : nothing;
}
