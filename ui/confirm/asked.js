// What a Finding asks for: an address, typed, or chosen among people written to before.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { plain } from "../common/text.js";

const LIST = "suggestions";

/** Gives the field for an address beside `finding`, and the button of `cure` that takes it. */
export function address(it, finding, cure) {
  const { own, say, post, redraw } = it;
  own.typed ??= { text: "", at: -1, open: false };
  const { typed } = own;
  const shown = typed.open ? (finding.suggestions ?? []) : [];
  const set = (change) => {
    Object.assign(typed, change);
    redraw();
  };
  const add = (text) => {
    if (text.trim()) {
      post({ act: "add-address", finding: finding.id, address: text });
      set({ text, at: -1, open: false });
    }
  };
  const look = (event) => {
    set({ text: event.target.value, at: -1, open: true });
    post({ act: "look-up", finding: finding.id, text: typed.text });
  };
  const press = (event) => keys(event, { shown, typed, set, add });
  return html`
    <div class="asked">
      <input
        class="address-field"
        type="text"
        inputmode="email"
        autocomplete="off"
        spellcheck="false"
        maxlength="2000"
        role="combobox"
        aria-label=${say("confirm.address")}
        placeholder=${say("confirm.address")}
        aria-autocomplete="list"
        aria-expanded=${shown.length ? "true" : "false"}
        aria-controls=${LIST}
        aria-activedescendant=${shown[typed.at] ? `${LIST}-${typed.at}` : nothing}
        .value=${live(typed.text)}
        @input=${look}
        @keydown=${press}
      />
      <button class="button cure" @click=${() => add(typed.text)}>${say(cure.label)}</button>
      <ul
        id=${LIST}
        class="suggestions"
        role="listbox"
        aria-label=${say("confirm.address.suggestions")}
        ?hidden=${!shown.length}
      >
        ${shown.map((one, index) => suggestion(one, index, typed.at === index, add))}
      </ul>
    </div>
  `;
}

function suggestion(one, index, chosen, add) {
  // pressed and not clicked: the field keeps the focus, and the list stays until then
  const take = (event) => {
    event.preventDefault();
    add(one.address);
  };
  return html`<li
    id="${LIST}-${index}"
    role="option"
    aria-selected=${chosen ? "true" : "false"}
    @mousedown=${take}
  >
    ${one.name ? html`<bdi class="name">${plain(one.name)}</bdi>` : nothing}
    <bdi class="address">${plain(one.address)}</bdi>
  </li>`;
}

function keys(event, { shown, typed, set, add }) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && shown.length) {
    event.preventDefault();
    // from the field (-1) through the list and back to it
    const places = shown.length + 1;
    set({ at: ((typed.at + 1 + step + places) % places) - 1 });
  } else if (event.key === "Enter") {
    event.preventDefault();
    add(shown[typed.at]?.address ?? event.target.value);
  } else if (event.key === "Escape" && shown.length) {
    // closes the list; pressed once more it goes back to the message
    event.preventDefault();
    event.stopPropagation();
    set({ at: -1, open: false });
  }
}
