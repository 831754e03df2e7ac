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
      document.querySelector(".banner.tone-block, .banner.tone-warn")?.scrollIntoView({ block: "center" });
    } else {
      post({ act: "send", revision: view.revision });
    }
  };
  return html`
    <p class="todo" id="todo">${view.todo ? html`${icon("info")}<span>${say(view.todo)}</span>` : nothing}</p>
    <button class="button" aria-keyshortcuts="Escape" @click=${() => post({ act: "keep" })}>
      ${say(view.back)} <kbd aria-hidden="true">${say("confirm.escape")}</kbd>
    </button>
    <button
      class="button primary"
      aria-disabled=${view.todo ? "true" : "false"}
      aria-describedby=${view.todo ? "todo" : nothing}
      @click=${press}
    >
      ${icon(view.primary_icon)} ${say(view.primary)}
    </button>
  `;
}

function working({ view, say, post }) {
  if (!view.progress?.can_cancel) {
    return html`<p class="todo">${say("confirm.please-wait")}</p>`;
  }
  return html`
    <p class="todo"></p>
    <button class="button" aria-keyshortcuts="Escape" @click=${() => post({ act: "keep" })}>
      ${say("confirm.cancel")} <kbd aria-hidden="true">${say("confirm.escape")}</kbd>
    </button>
  `;
}

function ended({ say, post }) {
  return html`
    <p class="todo"></p>
    <button class="button primary" @click=${() => post({ act: "close" })}>
      ${say("confirm.close")}
    </button>
  `;
}
