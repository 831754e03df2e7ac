// Long lists: the first rows, and the rest when asked for.
import { html, nothing } from "../vendor/lit-html/lit-html.js";

const FIRST = 50;

/**
 * Gives `rows` drawn by `draw` as a list; beyond fifty they are folded behind one button.
 * `name` tells this list from the others.
 */
export function fold(it, name, rows, draw) {
  const whole = rows.length <= FIRST || it.own.unfolded.has(name);
  const shown = whole ? rows : rows.slice(0, FIRST);
  const unfold = () => {
    it.own.unfolded.add(name);
    it.redraw();
  };
  return html`
    <ul class="rows" role="list">
      ${draw(shown)}
    </ul>
    ${whole
      ? nothing
      : html`<p class="more">
          <button class="button plain" @click=${unfold}>
            ${it.say("confirm.show-all", { count: rows.length })}
          </button>
        </p>`}
  `;
}
