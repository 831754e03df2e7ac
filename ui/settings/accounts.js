// The accounts in the settings window: those there are, and one more by its address.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon } from "../common/icons.js";
import { plain } from "../common/text.js";
import { adding } from "./adding.js";

/** Gives the section of the accounts. */
export function accounts(it) {
  const { say } = it;
  const { rows, steps, busy, problem } = it.view.accounts;
  const shown = busy || steps.length || problem || it.view.accounts.done;
  return html`
    <section class="card settings" aria-labelledby="group-accounts">
      <div class="card-head"><h2 id="group-accounts">${say("settings.accounts")}</h2></div>
      <p class="hint quiet">${say("settings.accounts.hint")}</p>
      ${rows.map((one, number) => row(it, one, number, busy))} ${adding(it, busy)}
      ${shown ? progress(it) : nothing}
    </section>
  `;
}

function progress({ view, say, post }) {
  const { steps, busy, giving_up: givingUp, sign_in: signIn, done, problem, next } = view.accounts;
  return html`
    <div class="steps">
      <ul>
        ${steps.map((one) => html`<li>${icon("check")} ${say(one)}</li>`)}
        ${busy && !signIn
          ? html`<li class="quiet">
              ${say(givingUp ? "settings.accounts.giving-up" : "settings.accounts.busy")}
            </li>`
          : nothing}
        ${done ? html`<li class="done">${icon("check")} ${say(done)}</li>` : nothing}
        ${problem ? html`<li class="problem">${icon("alert")} ${say(problem)}</li>` : nothing}
        ${next ? html`<li>${say(next)}</li>` : nothing}
      </ul>
      ${signIn ? signing(signIn, say) : nothing}
      ${busy && !givingUp
        ? html`<button
            id="setting-account-give-up"
            class="button"
            @click=${() => post({ act: "give-up" })}
          >
            ${say("settings.accounts.give-up")}
          </button>`
        : nothing}
    </div>
  `;
}

function signing({ place, code }, say) {
  return html`
    <div class="signing">
      <p>${code ? say("settings.accounts.sign-in-code", { code }) : say("settings.accounts.sign-in")}</p>
      ${code ? html`<p class="sign-in-code" aria-hidden="true">${plain(code)}</p>` : nothing}
      <label for="setting-sign-in-place">${say("settings.accounts.sign-in-place")}</label>
      <input
        id="setting-sign-in-place"
        class="field"
        type="text"
        readonly
        .value=${plain(place, 4000)}
        @focus=${(event) => event.target.select()}
      />
    </div>
  `;
}

function row(it, { name, about, signs_in: signsIn }, number, busy) {
  const act = (what) => button(it, what, name, number, busy);
  return html`
    <div class="setting" data-row=${`account-${number}`}>
      <div class="said">
        <p class="name">${plain(name)}</p>
        <p class="quiet">${it.say(about)}</p>
      </div>
      ${signsIn ? act("login") : nothing} ${act("test")} ${act("remove")}
    </div>
  `;
}

function button({ say, post }, what, name, number, busy) {
  return html`<button
    id=${`setting-account-${what}-${number}`}
    class="button"
    aria-label=${say(`settings.accounts.${what}-named`, { name: plain(name) })}
    ?disabled=${busy}
    @click=${() => post({ act: `${what}-account`, name })}
  >
    ${say(`settings.accounts.${what}`)}
  </button>`;
}
