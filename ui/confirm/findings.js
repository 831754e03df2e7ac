// Findings as banners: the reason, the ways out, and the box that lets this very one stand.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { icon, toneIcon } from "../common/icons.js";
import { address } from "./asked.js";
import { fold } from "./fold.js";

/** Gives the banners of `list`; `name` tells this list from the others. */
export function findings(it, name, list) {
  if (!list.length) {
    return nothing;
  }
  return html`<div class="findings">
    ${fold(it, `findings-${name}`, list, (shown) =>
      repeat(
        shown,
        (one) => one.id,
        (one) => banner(it, one),
      ),
    )}
  </div>`;
}

function banner(it, finding) {
  return finding.state === "cured" ? cured(it, finding) : standing(it, finding);
}

function standing(it, finding) {
  const acknowledged = finding.state === "acknowledged";
  const tone = acknowledged ? "neutral" : finding.tone;
  const { say } = it;
  return html`
    <li class="banner tone-${tone}" data-row="finding ${finding.id}">
      ${icon(acknowledged ? "check" : toneIcon(tone))}
      <div class="said">
        <div class="why">
          <p class="evidence">
            <span class="aside">${say(`confirm.tone-${acknowledged ? finding.state : tone}`)}</span>
            ${say(finding.evidence)}
          </p>
          ${wayOn(it, finding)} ${problem(it, finding)}
          ${finding.can_acknowledge ? box(it, finding) : nothing}
        </div>
        <div class="ways">${cures(it, finding)}</div>
      </div>
    </li>
  `;
}

function wayOn({ say }, finding) {
  return finding.way_on ? html`<p class="way-on">${say(finding.way_on)}</p>` : nothing;
}

function problem({ say }, finding) {
  return finding.problem
    ? html`<p class="problem" role="alert">${say(finding.problem)}</p>`
    : nothing;
}

function cured(it, finding) {
  const { post, say } = it;
  const undo = () => post({ act: "undo", finding: finding.id });
  return html`
    <li class="banner tone-good settled" data-row="finding ${finding.id}">
      ${icon("check")}
      <div class="said">
        <div class="why">
          <p class="evidence">
            <strong>${say(finding.done)}</strong>
            <span class="struck">${say(finding.evidence)}</span>
          </p>
          ${problem(it, finding)}
        </div>
        <div class="ways">
          <button class="button plain" @click=${undo}>${icon("undo")} ${say("confirm.undo")}</button>
        </div>
      </div>
    </li>
  `;
}

function cures(it, finding) {
  const { post, say } = it;
  const take = ({ asks, index }) =>
    asks === "file"
      ? () => post({ act: "choose-files", finding: finding.id })
      : () => post({ act: "cure", finding: finding.id, index });
  return finding.cures.map((cure) =>
    cure.asks === "address"
      ? address(it, finding, cure)
      : html`<button class="button cure" @click=${take(cure)}>${say(cure.label)}</button>`,
  );
}

function box({ post, say }, finding) {
  const turn = (event) =>
    post({ act: "acknowledge", finding: finding.id, on: event.target.checked });
  return html`
    <label class="box">
      <input
        type="checkbox"
        .checked=${live(finding.state === "acknowledged")}
        @change=${turn}
      />
      <span>${say(finding.acknowledge ?? "confirm.acknowledge")}</span>
    </label>
  `;
}
