// One more account: its address is enough for most; the rest is for Exchange, Microsoft 365, and
// mailboxes that several people share.
import { html } from "../vendor/lit-html/lit-html.js";

const KINDS = ["auto", "browser", "graph", "exchange"];
const MORE = ["url", "mailbox", "client", "tenant"];

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
  return html`
    <form @submit=${add}>
      <div class="setting adding">
        ${field("address", "email")} ${field("password", "password")}
        <div class="said">
          <label for="setting-new-kind">${say("settings.accounts.kind")}</label>
          <select id="setting-new-kind" class="field" name="kind" ?disabled=${busy}>
            ${KINDS.map((one) => html`<option value=${one}>${say(`settings.accounts.by.${one}`)}</option>`)}
          </select>
        </div>
        <button id="setting-new-add" class="button" type="submit" ?disabled=${busy}>
          ${say("settings.accounts.add")}
        </button>
      </div>
      <details class="given">
        <summary id="setting-new-more">${say("settings.accounts.more")}</summary>
        <div class="setting adding">
          ${field("url", "url")} ${field("mailbox", "email")} ${field("client", "text")}
          ${field("tenant", "text")}
        </div>
      </details>
    </form>
  `;
}
