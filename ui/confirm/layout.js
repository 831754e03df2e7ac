// The whole window for one view: heading, what scrolls, and the buttons that never do.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { shield } from "../common/icons.js";
import { plain } from "../common/text.js";
import { attachments } from "./attachments.js";
import { findings } from "./findings.js";
import { footer } from "./footer.js";
import { password, slip } from "./password.js";
import { recipients } from "./recipients.js";
import { text } from "./text.js";
import { outcome, working } from "./working.js";

/** Gives the page for `it`: the view, `say`, what the page alone knows, `post`, `redraw`, `tell`. */
export function layout(it) {
  const { view } = it;
  const body = { review, working, ended: outcome }[view.phase];
  return html`
    <div class="scroll">
      ${heading(it)}
      <main class="column" aria-labelledby="headline">${body(it)}</main>
    </div>
    ${footer(it)} ${view.password ? slip(it) : nothing}
  `;
}

function heading({ view, say }) {
  const { phase, outcome: end, progress } = view;
  // Nothing is in order before everything was read.
  const soFar = view.reading && view.tone === "good" ? "neutral" : view.tone;
  const tone = phase === "ended" && end ? end.tone : soFar;
  const sentence =
    { working: progress?.what, ended: end?.sentence }[phase] ?? view.headline;
  const subject = plain(view.subject) || say("confirm.no-subject");
  return html`
    <header class="heading">
      <div class="tile tone-${tone}">${shield(tone)}</div>
      <div class="grow">
        <h1 id="headline" tabindex="-1">${say(sentence)}</h1>
        <p class="about">
          <bdi class="subject" title=${subject}>${plain(subject, 200)}</bdi>
          <span class="counts">${view.counts.map((count) => html`<span>${say(count)}</span>`)}</span>
        </p>
      </div>
    </header>
  `;
}

function review(it) {
  const { view } = it;
  return html`
    ${view.mail_findings.length
      ? html`<section class="card" aria-label=${it.say("confirm.mail")}>
          ${findings(it, "mail", view.mail_findings)}
        </section>`
      : nothing}
    ${recipients(it)} ${attachments(it)} ${view.password ? password(it) : nothing}
    ${view.text ? text(it) : nothing}
  `;
}
