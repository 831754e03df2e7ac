// The whole window for one view: heading, what scrolls, and the buttons that never do.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon, shield } from "../common/icons.js";
import { plain } from "../common/text.js";
import { password, slip } from "../confirm/password.js";
import { files } from "./files.js";
import { footer } from "./footer.js";
import { options } from "./options.js";
import { actions, results } from "./results.js";

/** Gives the page for `it`: the view, `say`, what the page alone knows, `post`, `redraw`, `tell`. */
export function layout(it) {
  const { view } = it;
  const body = { review, working, ended }[view.phase];
  return html`
    <div class="scroll">
      ${heading(it)}
      <main class="column" aria-labelledby="headline">
        ${body(it)}
      </main>
    </div>
    ${footer(it)} ${view.password ? slip(it) : nothing}
  `;
}

function heading({ view, say }) {
  const { phase, outcome, progress } = view;
  const sentence = { working: progress?.what, ended: outcome?.sentence }[phase] ?? view.headline;
  return html`
    <header class="heading">
      <div class="tile tone-${view.tone}">${phase === "ended" ? shield(view.tone) : icon("lock")}</div>
      <div class="grow">
        <h1 id="headline" tabindex="-1">${say(sentence)}</h1>
        ${view.counts.length
          ? html`<p class="about counted">${view.counts.map((count) => html`<span>${say(count)}</span>`)}</p>`
          : html`<p class="about">${say("sealer.what")}</p>`}
      </div>
    </header>
  `;
}

function review(it) {
  return html`${files(it)} ${it.view.files.length ? options(it) : nothing}`;
}

function working(it) {
  const { view, say } = it;
  const { what, done, total } = view.progress;
  return html`
    <section class="card pad" aria-label=${say("confirm.progress")}>
      <progress aria-label=${plain(say(what))} max=${total || 1} value=${total ? done : nothing}></progress>
      <p class="quiet">${say("confirm.progress-of", { done, total })}</p>
    </section>
    ${files(it)}
  `;
}

function ended(it) {
  const { view, say } = it;
  const own = view.files.find((row) => row.id === view.shown);
  const whose = own && say("sealer.whose", { name: own.becomes });
  return html`${actions(it)} ${view.password ? password({ ...it, whose }) : nothing} ${results(it)}`;
}
