// Where the keyboard is: on the heading when something is to be read first, on Send when nothing
// is; and never lost when what had it is drawn away.

/** Keeps the focus in `page` over redraws. Rows carry `data-row`. */
export class Focus {
  #page;
  #row = null;

  constructor(page) {
    this.#page = page;
  }

  /** Puts the focus where a window in this state begins. */
  start(view) {
    const readFirst = view.phase === "working" || (view.phase === "ended" ? view.password : view.risky);
    const target = readFirst ? null : this.#page.querySelector(".primary");
    (target ?? this.#page.querySelector("h1"))?.focus({ preventScroll: true });
  }

  /** Notes which row has the focus, before a redraw. */
  remember() {
    const active = document.activeElement;
    this.#row = this.#page.contains(active) ? (active.closest("[data-row]")?.dataset.row ?? "") : null;
  }

  /** After a redraw: if the focused element is gone, goes to the first control of its row. */
  restore() {
    const active = document.activeElement;
    if (this.#row === null || (this.#page.contains(active) && active.getClientRects().length)) {
      return;
    }
    const rows = [...this.#page.querySelectorAll("[data-row]")];
    const row = rows.find((one) => one.dataset.row === this.#row);
    const control = row?.querySelector("button, input") ?? this.#page.querySelector("h1");
    control?.focus();
  }
}
