// The buttons: always in sight, outside what scrolls.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon } from "../common/icons.js";

/** Gives the footer of the phase the view is in. */
export function footer(it) {
  const buttons = { review, working, ended }[it.view.phase];
  return html`<footer class="footer">${buttons(it)}</footer>`;
}

function review({ view, say, post, tell }) {
  const press = () => {
    if (view.todo) {
      tell(say(view.todo));
      document.querySelector(".todo").classList.add("asked");
    } else {
      post({ act: "start", revision: view.revision });
    }
  };
  const asks = view.todo && view.files.length;
  return html`
    <p class="todo" id="todo">${asks ? html`${icon("info")}<span>${say(view.todo)}</span>` : nothing}</p>
    <button class="button" aria-keyshortcuts="Escape" @click=${() => post({ act: "keep" })}>
      ${say("sealer.close")} <kbd aria-hidden="true">${say("confirm.escape")}</kbd>
    </button>
    ${view.files.length
      ? html`<button
          class="button primary"
          aria-disabled=${view.todo ? "true" : "false"}
          aria-describedby=${view.todo ? "todo" : nothing}
          @click=${press}
        >
          ${icon("lock")} ${say(view.primary)}
        </button>`
      : nothing}
  `;
}

function working({ view, say, post }) {
  return html`
    <p class="todo">${say("sealer.originals-stay")}</p>
    ${view.progress?.can_cancel
      ? html`<button class="button" aria-keyshortcuts="Escape" @click=${() => post({ act: "keep" })}>
          ${say("sealer.cancel")} <kbd aria-hidden="true">${say("confirm.escape")}</kbd>
        </button>`
      : nothing}
  `;
}

function ended({ say, post }) {
  return html`
    <p class="todo"></p>
    <button class="button" @click=${() => post({ act: "again" })}>${say("sealer.again")}</button>
    <button class="button primary" @click=${() => post({ act: "close" })}>${say("confirm.close")}</button>
  `;
}
