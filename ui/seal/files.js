// The files: what each is, what it becomes and why, and a way to change it.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { icon } from "../common/icons.js";
import { plain } from "../common/text.js";
import { chips } from "../confirm/chips.js";
import { fold } from "../confirm/fold.js";

/** Gives the card of the files, and the place to drop more. */
export function files(it) {
  const { view, say } = it;
  return html`
    <section class="card" aria-labelledby="files">
      <div class="card-head ${view.files.length ? "" : "aside"}">
        <h2 id="files">${say("sealer.files")}</h2>
        <span class="number">${view.files.length}</span>
        ${view.files.length && view.phase === "review" ? choose(it, "end") : nothing}
      </div>
      ${view.files.length
        ? fold(it, "files", view.files, (shown) =>
            repeat(
              shown,
              (row) => row.id,
              (row) => file(it, row),
            ),
          )
        : place(it)}
      ${view.files.length && view.phase === "review"
        ? html`<p class="hint quiet">${say("sealer.drop-more")}</p>`
        : nothing}
    </section>
  `;
}

function choose({ view, say, post }, where) {
  return html`
    <button
      class="button ${where} ${view.files.length ? "" : "primary"}"
      @click=${() => post({ act: "choose-files" })}
    >
      ${icon("add")} ${say(view.files.length ? "sealer.add-files" : "sealer.choose-files")}
    </button>
  `;
}

function place(it) {
  const { say } = it;
  return html`
    <div class="drop">
      <span class="drop-sign">${icon("file")}</span>
      <p class="drop-words">${say("sealer.drop-here")}</p>
      <p class="quiet">${say("sealer.drop-kinds")}</p>
      ${choose(it, "")}
    </div>
  `;
}

function file(it, row) {
  const { say, view } = it;
  const name = plain(row.name);
  return html`
    <li class="row file" data-row="file ${row.id}">
      <span class="badge" aria-hidden="true">${plain(row.badge, 5)}</span>
      <div class="grow">
        <div class="who">
          <bdi class="name" title=${name}>${name}</bdi>
          <span class="quiet">${about(say, row)}</span>
        </div>
      </div>
      <div class="marks">${chips(it, row.chips)}</div>
      ${view.phase === "review" ? html`${format(it, row)} ${takeOut(it, row)}` : nothing}
      ${detail(say, row)}
    </li>
  `;
}

function about(say, row) {
  if (row.step === "waiting" || row.step === "reading") {
    return say(`sealer.file-${row.step}`);
  }
  const size = row.size ? say.size(row.size) : "";
  if (row.step === "sealing") {
    return [size, say("sealer.file-sealing")].filter(Boolean).join(" · ");
  }
  const folder = say("sealer.in-folder", { folder: row.folder });
  return [size, folder].filter(Boolean).join(" · ");
}

function detail(say, row) {
  if (row.problem) {
    return html`<p class="detail refusal">${icon("info")}<span>${say(row.problem)}</span></p>`;
  }
  if (row.step !== "ready") {
    return nothing;
  }
  return html`<p class="detail quiet">
    ${icon("arrow")}<span><span class="aside">${say("sealer.becomes")}</span>
      <bdi class="becomes">${plain(row.becomes)}</bdi>${row.why ? html`<br />${say(row.why)}` : nothing}${hidden(say, row)}</span>
  </p>`;
}

function hidden(say, row) {
  if (!row.hidden.length) {
    return nothing;
  }
  const what = row.hidden.map((one) => say(one)).join(", ");
  return html`<br /><span class="hidden-data">${say("sealer.hidden", { what })}</span>`;
}

function format({ say, post }, row) {
  if (!row.formats.length) {
    return nothing;
  }
  return html`
    <select
      class="format"
      aria-label=${say("sealer.format-of", { name: row.name })}
      .value=${live(row.format)}
      @change=${(event) => post({ act: "seal-as", file: row.id, format: event.target.value })}
    >
      ${row.formats.map(
        (one) =>
          html`<option value=${one.format} ?selected=${one.format === row.format}>${say(one.label)}</option>`,
      )}
    </select>
  `;
}

function takeOut({ say, post }, row) {
  return html`
    <button
      class="button plain square"
      aria-label=${say("sealer.take-out", { name: row.name })}
      title=${say("sealer.take-out", { name: row.name })}
      @click=${() => post({ act: "take-out", file: row.id })}
    >
      ${icon("close")}
    </button>
  `;
}
