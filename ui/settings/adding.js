// One more account: its address is enough for most; the rest is for Exchange, Microsoft 365, and
// mailboxes that several people share.
import { html, nothing } from "../vendor/lit-html/lit-html.js";

const KINDS = ["auto", "browser", "graph", "exchange"];
const LOGINS = ["auto", "kerberos", "oauth"];
const MORE = ["url", "auth", "mailbox", "client", "tenant"];

/** Gives the form by which an account is added. */
export function adding({ say, post }, busy) {
  const add = (event) => {
    event.preventDefault();
    const { elements } = event.target;
    const given = Object.fromEntries(
      ["address", "password", "kind", ...MORE].map((name) => [name, elements[name].value]),
    );
    post({ act: "add-account", ...given });
    elements.password.value = "";
  };
  const field = (name, type) => html`
    <div class="said">
      <label for=${`setting-new-${name}`}>${say(`settings.accounts.${name}`)}</label>
      <input
        id=${`setting-new-${name}`}
        class="field"
        name=${name}
        type=${type}
        autocomplete="off"
        spellcheck="false"
        ?required=${name === "address"}
        ?disabled=${busy}
      />
    </div>
  `;
  const choice = (name, values, words, more = "") => html`
    <div class="said">
      <label for=${`setting-new-${name}`}>${say(`settings.accounts.${name}`)}</label>
      <select
        id=${`setting-new-${name}`}
        class="field"
        name=${name}
        aria-describedby=${more || nothing}
        ?disabled=${busy}
      >
        ${values.map((one) => html`<option value=${one}>${say(`settings.accounts.${words}.${one}`)}</option>`)}
      </select>
    </div>
  `;
  return html`
    <form @submit=${add}>
      <div class="setting adding">
        ${field("address", "email")} ${field("password", "password")}
        ${choice("kind", KINDS, "by")}
        <button id="setting-new-add" class="button" type="submit" ?disabled=${busy}>
          ${say("settings.accounts.add")}
        </button>
      </div>
      <details class="given">
        <summary id="setting-new-more">${say("settings.accounts.more")}</summary>
        <div class="setting adding">
          ${field("url", "url")} ${choice("auth", LOGINS, "login-by", "setting-new-logins")}
        </div>
        <div id="setting-new-logins">
          <p class="hint quiet">${say("settings.accounts.login-by.kerberos.hint")}</p>
          <p class="hint quiet">${say("settings.accounts.login-by.oauth.hint")}</p>
        </div>
        <div class="setting adding">
          ${field("mailbox", "email")} ${field("client", "text")} ${field("tenant", "text")}
        </div>
      </details>
    </form>
  `;
}
