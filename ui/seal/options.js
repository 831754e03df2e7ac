// How: one password or one each, of what kind, and where the results go.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { icon } from "../common/icons.js";
import { plain } from "../common/text.js";

/** Gives the card of the choices that hold for all files. */
export function options(it) {
  const { view, say, post } = it;
  return html`
    <section class="card options" aria-label=${say("sealer.options")}>
      ${view.files.length > 1
        ? choice(it, "sealer.passwords", "each", [
            ["one", "sealer.one-for-all", !view.each, () => post({ act: "one-each", on: false })],
            ["each", "sealer.one-each", view.each, () => post({ act: "one-each", on: true })],
          ])
        : nothing}
      ${choice(
        it,
        "sealer.kind",
        "kind",
        ["characters", "words"].map((kind) => [
          kind,
          `sealer.kind-${kind}`,
          view.kind === kind,
          () => post({ act: "new-password", kind }),
        ]),
      )}
      ${choice(it, "sealer.names", "names", [
        ["same", "sealer.names-same", !view.neutral, () => post({ act: "neutral-names", on: false })],
        ["neutral", "sealer.names-neutral", view.neutral, () => post({ act: "neutral-names", on: true })],
      ])}
      ${view.files.some((row) => row.removable)
        ? choice(it, "sealer.clean", "clean", [
            ["keep", "sealer.clean-keep", !view.clean, () => post({ act: "clean", on: false })],
            ["remove", "sealer.clean-remove", view.clean, () => post({ act: "clean", on: true })],
          ])
        : nothing}
      ${choice(it, "sealer.help", "help", [
        ["none", "sealer.help-none", !view.instructions, () => post({ act: "instructions", on: false })],
        ["page", "sealer.help-page", view.instructions, () => post({ act: "instructions", on: true })],
      ])}
      ${place(it)}
    </section>
  `;
}

function choice({ say }, legend, name, answers) {
  return html`
    <div class="choice" role="radiogroup" aria-labelledby="choice-${name}" data-row=${name}>
      <h2 class="legend" id="choice-${name}">${say(legend)}</h2>
      ${answers.map(
        ([value, label, chosen, choose]) => html`
          <label class="box">
            <input type="radio" name=${name} value=${value} .checked=${live(chosen)} @change=${choose} />
            <span>${say(label)}</span>
          </label>
        `,
      )}
    </div>
  `;
}

function place(it) {
  const { view, say, post } = it;
  const folder = plain(view.place);
  const sentence = place_sentence(view);
  return html`
    <div class="choice place ${view.needs_place && !view.place ? "asked" : ""}" data-row="place">
      <h2 class="legend">${say("sealer.place")}</h2>
      <p class="grow">${say(sentence, { folder })}</p>
      ${view.place_for_all
        ? html`<button class="button plain" @click=${() => post({ act: "beside" })}>
            ${say("sealer.place-back")}
          </button>`
        : nothing}
      <button class="button" @click=${() => post({ act: "choose-folder" })}>
        ${icon("folder")} ${say("sealer.choose-folder")}
      </button>
    </div>
  `;
}

function place_sentence(view) {
  if (view.place && view.place_for_all) {
    return "sealer.place-folder";
  }
  if (view.needs_place) {
    return view.place ? "sealer.place-some" : "sealer.place-needed";
  }
  return "sealer.place-beside";
}
