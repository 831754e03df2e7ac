// While it is done, and how it ended.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { plain } from "../common/text.js";
import { password } from "./password.js";

/** Gives what is being done and how much of it. */
export function working({ view, say }) {
  if (!view.progress) {
    return nothing;
  }
  const { what, done, total, in_percent: inPercent } = view.progress;
  const far = inPercent ? "confirm.progress-percent" : "confirm.progress-of";
  return html`
    <section class="card pad" aria-label=${say("confirm.progress")}>
      <progress aria-label=${say(what)} max=${total || 1} value=${total ? done : nothing}></progress>
      ${total ? html`<p class="quiet">${say(far, { done, total })}</p>` : nothing}
    </section>
  `;
}

/** Gives what to do next; the password stays in sight where the mail left with sealed files. */
export function outcome(it) {
  const { view, say } = it;
  const known = [...(view.outcome?.details ?? []), view.outcome?.next].filter(Boolean);
  return html`
    ${known.length
      ? html`<section class="card pad" aria-label=${say("confirm.next")}>
          ${known.map((sentence) => html`<p>${plain(say(sentence), 400)}</p>`)}
        </section>`
      : nothing}
    ${view.password ? password(it) : nothing}
  `;
}
