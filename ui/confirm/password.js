// The password, and the ways to pass it on that are not this mail.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon } from "../common/icons.js";
import { plain } from "../common/text.js";

// What a page that copies by itself answers; a window's process copies, and clears the clipboard.
const COPIED = { stays: "confirm.copied-stays", refused: "confirm.copy-refused" };
const CHANNELS = ["sms", "phone", "paper"];

/** Gives the card of the password; `it.whose` is its heading where there are several. */
export function password(it) {
  const { view, say, post, tell } = it;
  const pane = view.password;
  const copied = it.own.copied === pane.password; // and not the one before it
  const copy = async () => {
    const told = COPIED[await post({ act: "copy" })] ?? "confirm.copied";
    tell(say(told));
    it.own.told = told;
    it.own.copied = pane.password;
    it.redraw();
  };
  return html`
    <section class="card" aria-labelledby="password">
      <div class="card-head">
        ${icon("lock")}
        <h2 id="password">${it.whose ?? say("confirm.password")}</h2>
        <span class="chip tone-warn end">${icon("alert")}<span>${say("confirm.not-by-mail")}</span></span>
      </div>
      <div class="pad">
        <p class="quiet">${say("confirm.password-opens", { count: pane.opens })}</p>
        <div class="secret" data-row="secret">
          <output class="groups" aria-label=${say("confirm.password")}>
            ${pane.groups.map((group, place) => html`${place ? separator(pane) : nothing}<span>${group}</span>`)}
          </output>
          <button class="button" @click=${copy}>
            ${icon(copied && it.own.told !== COPIED.refused ? "check" : "copy")} ${say("confirm.copy")}
          </button>
        </div>
        ${copied ? html`<p class="quiet">${say(it.own.told)}</p>` : nothing}
        ${view.phase === "review" ? others(it) : nothing} ${channels(it)}
      </div>
    </section>
  `;
}

function separator(pane) {
  const [first, second] = pane.groups;
  const sign = pane.password.startsWith(first)
    ? pane.password.slice(first.length, pane.password.indexOf(second, first.length))
    : "";
  return html`<span class="sign">${sign}</span>`;
}

function others({ view, say, post }) {
  const { kind } = view.password;
  const other = kind === "words" ? "characters" : "words";
  return html`
    <div class="others" data-row="others">
      <button class="button plain" @click=${() => post({ act: "new-password", kind })}>
        ${say("confirm.another-password")}
      </button>
      <button class="button plain" @click=${() => post({ act: "new-password", kind: other })}>
        ${say(`confirm.in-${other}`)}
      </button>
    </div>
  `;
}

function channels(it) {
  const { own, say, redraw } = it;
  const choose = (name) => {
    own.channel = name;
    redraw();
  };
  const step = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) {
      event.preventDefault();
      choose(CHANNELS.at((CHANNELS.indexOf(own.channel) + by) % CHANNELS.length));
      document.getElementById(`tab-${own.channel}`).focus();
    }
  };
  return html`
    <div class="tabs" role="tablist" aria-label=${say("confirm.channels")} @keydown=${step}>
      ${CHANNELS.map(
        (name) => html`<button
          id="tab-${name}"
          role="tab"
          aria-controls="channel"
          aria-selected=${own.channel === name ? "true" : "false"}
          tabindex=${own.channel === name ? 0 : -1}
          @click=${() => choose(name)}
        >
          ${say(`confirm.by-${name}`)}
        </button>`,
      )}
    </div>
    <div id="channel" role="tabpanel" aria-labelledby="tab-${own.channel}">
      ${{ sms, phone, paper }[own.channel](it)}
    </div>
  `;
}

function sms({ view, say }) {
  return html`<div class="channel">
    <img class="code" src=${view.password.sms_qr} alt=${say("confirm.sms-code")} />
    <p class="grow">${say("confirm.sms-how")}</p>
  </div>`;
}

function phone({ view, say }) {
  return html`<div class="channel stacked">
    <p>${say("confirm.phone-how")}</p>
    <ol class="spelling">
      ${view.password.groups.map(
        (group, place) => html`<li>
          <span class="groups">${group}</span>
          <span>${plain(view.password.spelling[place] ?? "")}</span>
        </li>`,
      )}
    </ol>
  </div>`;
}

function paper({ say }) {
  return html`<div class="channel">
    <p class="grow">${say("confirm.paper-how")}</p>
    <button class="button" @click=${() => globalThis.print()}>
      ${icon("print")} ${say("confirm.print")}
    </button>
  </div>`;
}

/** Gives the printed slip: nothing in it says whose it is, or what the files are. */
export function slip({ view, say }) {
  const { groups, spelling } = view.password;
  return html`
    <div class="slip" aria-hidden="true">
      <p class="slip-title">${say("confirm.slip-title")}</p>
      <p class="slip-password">${groups.map((group) => html`<span>${group}</span> `)}</p>
      <ol>
        ${groups.map((group, place) => html`<li>${group} : ${plain(spelling[place] ?? "")}</li>`)}
      </ol>
      <p>${say("confirm.slip-how")}</p>
    </div>
  `;
}
