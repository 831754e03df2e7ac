// The accounts in the settings window: those there are, and one more by its address.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon } from "../common/icons.js";
import { plain } from "../common/text.js";

/** Gives the section of the accounts. */
export function accounts(it) {
  const { say } = it;
  const { rows, steps, busy, done, problem, next } = it.view.accounts;
  return html`
    <section class="card settings" aria-labelledby="group-accounts">
      <div class="card-head"><h2 id="group-accounts">${say("settings.accounts")}</h2></div>
      <p class="hint quiet">${say("settings.accounts.hint")}</p>
      ${rows.map((one, number) => row(it, one, number, busy))} ${adding(it, busy)}
      ${busy || steps.length || problem
        ? html`<ul class="steps">
            ${steps.map((one) => html`<li>${icon("check")} ${say(one)}</li>`)}
            ${busy ? html`<li class="quiet">${say("settings.accounts.busy")}</li>` : nothing}
            ${done ? html`<li class="done">${icon("check")} ${say(done)}</li>` : nothing}
            ${problem ? html`<li class="problem">${icon("alert")} ${say(problem)}</li>` : nothing}
            ${next ? html`<li>${say(next)}</li>` : nothing}
          </ul>`
        : nothing}
    </section>
  `;
}

function row({ say, post }, { name, about }, number, busy) {
  const named = { name: plain(name) };
  return html`
    <div class="setting" data-row=${`account-${number}`}>
      <div class="said">
        <p class="name">${plain(name)}</p>
        <p class="quiet">${say(about)}</p>
      </div>
      <button
        id=${`setting-account-test-${number}`}
        class="button"
        aria-label=${say("settings.accounts.test-named", named)}
        ?disabled=${busy}
        @click=${() => post({ act: "test-account", name })}
      >
        ${say("settings.accounts.test")}
      </button>
      <button
        id=${`setting-account-remove-${number}`}
        class="button"
        aria-label=${say("settings.accounts.remove-named", named)}
        ?disabled=${busy}
        @click=${() => post({ act: "remove-account", name })}
      >
        ${say("settings.accounts.remove")}
      </button>
    </div>
  `;
}

function adding({ say, post }, busy) {
  const add = (event) => {
    event.preventDefault();
    const { address, password } = event.target.elements;
    post({ act: "add-account", address: address.value, password: password.value });
    password.value = "";
  };
  return html`
    <form class="setting adding" @submit=${add}>
      <div class="said">
        <label for="setting-new-address">${say("settings.accounts.address")}</label>
        <input id="setting-new-address" class="field" name="address" type="email" autocomplete="off" required ?disabled=${busy} />
      </div>
      <div class="said">
        <label for="setting-new-password">${say("settings.accounts.password")}</label>
        <input id="setting-new-password" class="field" name="password" type="password" autocomplete="off" ?disabled=${busy} />
      </div>
      <button id="setting-new-add" class="button" type="submit" ?disabled=${busy}>
        ${say("settings.accounts.add")}
      </button>
    </form>
  `;
}
