// Who will get it: to check first, then outside, then inside (folded).
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { icon } from "../common/icons.js";
import { initials, plain } from "../common/text.js";
import { chips, HIDDEN_COPY } from "./chips.js";
import { findings } from "./findings.js";
import { fold } from "./fold.js";

const GROUPS = ["check", "outside", "inside"];

/** Gives the card of the recipients. */
export function recipients(it) {
  const { view, say } = it;
  if (!view.recipients.length && !view.recipient_findings.length) {
    return nothing;
  }
  return html`
    <section class="card" aria-labelledby="recipients">
      <div class="card-head">
        <h2 id="recipients">${say("confirm.recipients")}</h2>
        <span class="number">${view.recipients.filter((row) => !row.removed).length}</span>
      </div>
      ${findings(it, "recipients", view.recipient_findings)} ${GROUPS.map((name) => group(it, name))}
    </section>
  `;
}

function group(it, name) {
  const rows = it.view.recipients.filter((row) => row.group === name);
  if (!rows.length) {
    return nothing;
  }
  const list = () =>
    fold(it, `recipients-${name}`, rows, (shown) =>
      repeat(
        shown,
        (row) => row.address,
        (row) => recipient(it, row),
      ),
    );
  const title = html`${it.say(`confirm.group-${name}`)} · ${rows.length}`;
  if (name === "inside") {
    return inside(it, rows, title, list);
  }
  return html`<h3 class="group">${title}</h3>
    ${list()}`;
}

// A button and not `details`: WebKitGTK gives screen readers no role for `summary`.
function inside({ own, redraw }, rows, title, list) {
  const open = own.unfolded.has("inside");
  const turn = () => {
    own.unfolded[open ? "delete" : "add"]("inside");
    redraw();
  };
  const preview = rows.slice(0, 3).map((row) => plain(row.name || row.local, 60));
  return html`
    <h3>
      <button class="inside" aria-expanded=${open ? "true" : "false"} @click=${turn}>
        <span class="group">${title}</span>
        ${open ? nothing : html`<bdi class="preview">${preview.join(", ")}</bdi>`}
      </button>
    </h3>
    ${open ? list() : nothing}
  `;
}

function recipient(it, row) {
  const { post, say } = it;
  const name = plain(row.name);
  const local = plain(row.local);
  const turn = () => post({ act: "remove", address: row.address, on: !row.removed });
  const label = say(row.removed ? "confirm.put-back" : "confirm.remove", {
    name: row.name || row.address,
  });
  return html`
    <li class="row ${row.removed ? "removed" : ""}" data-row="recipient ${row.address}">
      <span class="avatar tone-${row.removed ? "neutral" : row.tone}" aria-hidden="true"
        >${initials(row.name || row.local)}</span
      >
      <div class="grow who">
        ${name ? html`<bdi class="name">${name}</bdi>` : nothing}
        <span class="address"
          ><bdi class="local">${local}</bdi>${row.domain
            ? html`<bdi class="domain"
                  >@<strong class="tone-${row.removed ? "neutral" : row.tone}"
                    >${plain(row.domain)}</strong
                  ></bdi
                >`
            : nothing}</span
        >
      </div>
      <div class="marks">
        ${row.removed ? html`<span class="chip">${say("confirm.removed")}</span>` : chips(it, row.chips)}
        ${row.removed ? nothing : field(say, row)}
      </div>
      <button class="button square" aria-label=${label} title=${label} @click=${turn}>
        ${icon(row.removed ? "undo" : "close")}
      </button>
    </li>
  `;
}

function field(say, row) {
  // A hidden copy has its own chip.
  return row.field === "bcc" || row.chips.some((chip) => chip.text.key === HIDDEN_COPY)
    ? nothing
    : html`<span class="field quiet">${say(`confirm.field-${row.field}`)}</span>`;
}
