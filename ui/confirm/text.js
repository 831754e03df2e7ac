// The text of the mail, which can go into an encrypted document whatever was found in it: folded
// away, as hardly a mail needs it.
import { html } from "../vendor/lit-html/lit-html.js";

/** Gives what else can be done with the mail: the switch of its text. */
export function text({ view, say, post }) {
  const { sealed } = view.text;
  const turn = () => post({ act: "seal-text", on: !sealed });
  return html`
    <details class="else" ?open=${sealed}>
      <summary>${say("confirm.else")}</summary>
      <div class="row" data-row="text">
        <p class="grow">
          <span class="name">${say("confirm.text")}</span>
          <span class="quiet wraps">${say("confirm.text.what")}</span>
        </p>
        <div class="seal">
          <span class="quiet" aria-hidden="true">${say(sealed ? "confirm.sealed" : "confirm.clear")}</span>
          <button
            class="switch"
            role="switch"
            aria-checked=${sealed ? "true" : "false"}
            aria-label=${say("confirm.text.seal")}
            @click=${turn}
          ></button>
        </div>
      </div>
    </details>
  `;
}
