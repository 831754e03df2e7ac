// How it ended: each result, what to know of it, and what to do with all of them.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { icon } from "../common/icons.js";
import { plain } from "../common/text.js";
import { chips } from "../confirm/chips.js";
import { fold } from "../confirm/fold.js";

/** Gives the card of the results. */
export function results(it) {
  const { view, say } = it;
  return html`
    <section class="card" aria-labelledby="results">
      <div class="card-head">
        <h2 id="results">${say("sealer.results")}</h2>
        <span class="number">${view.files.filter((row) => row.step === "sealed").length}</span>
      </div>
      ${fold(it, "results", view.files, (shown) =>
        repeat(
          shown,
          (row) => row.id,
          (row) => result(it, row),
        ),
      )}
    </section>
  `;
}

/** Gives what can be done with all results, and what there is to tell of them. */
export function actions({ view, say, post }) {
  const told = view.outcome?.next
    ? html`<section class="card pad" aria-label=${say("confirm.next")}>
        <p>${plain(say(view.outcome.next), 400)}</p>
      </section>`
    : nothing;
  if (!view.can_open) {
    return told;
  }
  return html`${told}
    <div class="actions" data-row="actions">
      <button class="button" @click=${() => post({ act: "open-folder" })}>
        ${icon("folder")} ${say("sealer.open-folder")}
      </button>
      ${view.can_mail
        ? html`<button class="button" @click=${() => post({ act: "new-mail" })}>
            ${icon("mail")} ${say("sealer.new-mail")}
          </button>`
        : nothing}
      ${view.password
        ? html`<button class="button" @click=${() => globalThis.print()}>
            ${icon("print")} ${say("sealer.print-slip")}
          </button>`
        : nothing}
    </div>
  `;
}

function result(it, row) {
  const { say } = it;
  const name = plain(row.step === "sealed" ? row.becomes : row.name);
  const facts = [...row.notes, row.problem].filter(Boolean);
  return html`
    <li class="row file" data-row="file ${row.id}">
      <span class="badge" aria-hidden="true">${plain(row.badge, 5)}</span>
      <div class="grow who">
        <bdi class="name" title=${name}>${name}</bdi>
        <span class="quiet">${say("sealer.in-folder", { folder: row.folder })}</span>
      </div>
      <div class="marks">${chips(it, row.chips)}</div>
      ${row.own_password ? show(it, row, name) : nothing}
      ${facts.length
        ? html`<div class="detail ${row.problem ? "refusal" : "quiet"}">
            ${icon("info")}<span>${facts.map((one) => html`<span class="fact">${say(one)}</span>`)}</span>
          </div>`
        : nothing}
    </li>
  `;
}

function show({ view, say, post }, row, name) {
  const shown = view.shown === row.id;
  return html`
    <button
      class="button ${shown ? "chosen" : ""}"
      aria-pressed=${shown ? "true" : "false"}
      aria-label=${say("sealer.password-of", { name })}
      @click=${() => post({ act: "show-password", file: row.id })}
    >
      ${icon("lock")} ${say("sealer.its-password")}
    </button>
  `;
}
