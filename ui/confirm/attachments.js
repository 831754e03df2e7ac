// What goes with it: each file, what was found in it, and its switch.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { icon } from "../common/icons.js";
import { plain } from "../common/text.js";
import { chips } from "./chips.js";
import { findings } from "./findings.js";
import { fold } from "./fold.js";

/** Gives the card of the attachments. */
export function attachments(it) {
  const { view, say, post } = it;
  if (!view.attachments.length && !view.attachment_findings.length && !view.reading) {
    return nothing;
  }
  return html`
    <section class="card" aria-labelledby="attachments">
      <div class="card-head">
        <h2 id="attachments">${say("confirm.attachments")}</h2>
        <span class="number">${view.attachments.filter((row) => !row.removed).length}</span>
        ${view.can_seal_all
          ? html`<button class="button end" @click=${() => post({ act: "seal-all" })}>
              ${icon("lock")} ${say("confirm.seal-all")}
            </button>`
          : nothing}
      </div>
      ${view.reading ? reading(it) : nothing}
      ${findings(it, "attachments", view.attachment_findings)}
      ${fold(it, "attachments", view.attachments, (shown) =>
        repeat(
          shown,
          (row) => row.id,
          (row) => attachment(it, row),
        ),
      )}
    </section>
  `;
}

function reading({ view, say, post }) {
  const { what, done, total } = view.reading;
  return html`
    <div class="reading" data-row="reading">
      <progress
        class="thin"
        aria-label=${say(what)}
        max=${total || 1}
        value=${total ? done : nothing}
      ></progress>
      <p class="quiet grow">
        ${say(what)}${total ? html` · ${say("confirm.progress-of", { done, total })}` : nothing}
      </p>
      ${view.can_skip
        ? html`<button class="button plain" @click=${() => post({ act: "skip-reading" })}>
            ${say("confirm.skip")}
          </button>`
        : nothing}
    </div>
  `;
}

function attachment(it, row) {
  const { say } = it;
  const name = plain(row.name);
  return html`
    <li class="row ${row.removed ? "removed" : ""}" data-row="attachment ${row.id}">
      <span class="badge" aria-hidden="true">${plain(row.badge, 5)}</span>
      <div class="grow who">
        <bdi class="name">${name}</bdi>
        <span class="quiet">${say.size(row.size)}${examined(say, row)}</span>
      </div>
      <div class="marks">
        ${row.removed ? html`<span class="chip">${say("confirm.removed")}</span>` : chips(it, row.chips)}
      </div>
      ${row.removed ? nothing : toggle(it, row)}
    </li>
  `;
}

function examined(say, row) {
  return row.reading === "read" || row.removed ? nothing : html` · ${say(`confirm.file-${row.reading}`)}`;
}

function toggle({ post, say }, row) {
  if (!row.can_seal && !row.sealed) {
    return row.why_not ? html`<p class="why-not quiet">${say(row.why_not)}</p>` : nothing;
  }
  const turn = () => post({ act: "seal", attachment: row.id, on: !row.sealed });
  return html`
    <div class="seal">
      <span class="quiet" aria-hidden="true">
        ${say(row.sealed ? "confirm.sealed" : "confirm.clear")}
      </span>
      <button
        class="switch"
        role="switch"
        aria-checked=${row.sealed ? "true" : "false"}
        aria-label=${say("confirm.seal", { name: row.name })}
        @click=${turn}
      ></button>
    </div>
  `;
}
