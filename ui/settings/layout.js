// The whole window for one view: a heading, the groups of settings, and the way out.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { icon } from "../common/icons.js";
import { plain } from "../common/text.js";
import { accounts } from "./accounts.js";

/** Gives the page for `it`: the view, `say`, `post`. */
export function layout(it) {
  const { view, say, post } = it;
  return html`
    <div class="scroll">
      <header class="heading">
        <div class="grow">
          <h1 id="headline" tabindex="-1">${say(view.headline)}</h1>
          <p class="about">${say("settings.what")}</p>
        </div>
      </header>
      <main class="column" aria-labelledby="headline">
        ${view.notice
          ? html`<p class="card notice" role="status">${icon("alert")} <span>${say(view.notice)}</span></p>`
          : nothing}
        ${accounts(it)} ${view.groups.map((one) => group(it, one))}
        ${view.file ? html`<p class="quiet file">${say("settings.file", { file: plain(view.file) })}</p>` : nothing}
      </main>
    </div>
    <footer class="footer">
      <p class="grow quiet" aria-hidden="true">${view.saved ? say("settings.saved") : nothing}</p>
      <button class="button primary" @click=${() => post({ act: "close" })}>
        ${say("settings.close")}
      </button>
    </footer>
  `;
}

function group(it, { name, label, hint, settings }) {
  const { say } = it;
  const title = `group-${name}`;
  return html`
    <section class="card settings" aria-labelledby=${title}>
      <div class="card-head"><h2 id=${title}>${say(label)}</h2></div>
      ${hint ? html`<p class="hint quiet">${say(hint)}</p>` : nothing}
      ${settings.map((one) => setting(it, one))}
    </section>
  `;
}

function setting(it, one) {
  const { say } = it;
  const id = `setting-${one.name.replaceAll(".", "-")}`;
  const more = [one.hint && `${id}-hint`, one.problem && `${id}-problem`, one.locked && `${id}-locked`];
  const described = more.filter(Boolean).join(" ") || nothing;
  return html`
    <div class="setting" data-row=${one.name}>
      <div class="said">
        <label for=${id}>${say(one.label)}</label>
        ${one.hint ? html`<p class="quiet" id=${`${id}-hint`}>${say(one.hint)}</p>` : nothing}
        ${one.locked
          ? html`<p class="quiet locked" id=${`${id}-locked`}>${icon("lock")} ${say("settings.locked")}</p>`
          : nothing}
        ${one.problem
          ? html`<p class="problem" id=${`${id}-problem`}>${icon("alert")} ${say(one.problem)}</p>`
          : nothing}
      </div>
      ${control(it, one, id, described)}
    </div>
  `;
}

function control({ say, post }, one, id, described) {
  const change = (value) => post({ act: "change", name: one.name, value });
  if (one.kind === "switch") {
    const on = one.value === "on";
    return html`<button
      id=${id}
      class="switch"
      role="switch"
      aria-checked=${on ? "true" : "false"}
      aria-describedby=${described}
      ?disabled=${one.locked}
      @click=${() => change(on ? "off" : "on")}
    ></button>`;
  }
  if (one.kind === "text") {
    return html`<input
      id=${id}
      class="field"
      type="text"
      autocomplete="off"
      spellcheck="false"
      .value=${live(one.value)}
      aria-describedby=${described}
      aria-invalid=${one.problem ? "true" : "false"}
      ?disabled=${one.locked}
      @change=${(event) => change(event.target.value)}
    />`;
  }
  return html`<select
    id=${id}
    class="field"
    aria-describedby=${described}
    ?disabled=${one.locked}
    @change=${(event) => change(event.target.value)}
  >
    ${one.options.map(
      ({ value, label, text }) => html`<option value=${value} .selected=${live(value === one.value)}>
        ${label ? say(label) : plain(text)}
      </option>`,
    )}
  </select>`;
}
