// Esc goes back, and Enter sends only where Send has the focus.

// A key pressed for the mail program must not fall on a window that has just come up: Send takes
// keys only after so long without any.
const SETTLE_MS = 500;

/**
 * Watches the keys of `target`; `current` gives the view and what the page alone knows.
 */
export function watchKeys(target, current, post) {
  target.addEventListener("keydown", (event) => {
    const { view, own } = current();
    if (!view) {
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      leave(view, post);
    } else if (presses(event) && (event.repeat || tooEarly(own))) {
      event.preventDefault();
    }
  });
  // Space acts when it comes up.
  target.addEventListener("keyup", (event) => {
    const { view, own } = current();
    if (view && presses(event) && tooEarly(own)) {
      event.preventDefault();
    }
  });
}

function presses(event) {
  return (event.key === "Enter" || event.key === " ") && event.target.closest?.(".primary");
}

function tooEarly(own) {
  const now = performance.now();
  const early = !(now - own.since >= SETTLE_MS);
  if (early && own.since !== Infinity) {
    own.since = now;
  }
  return early;
}

function leave(view, post) {
  if (view.phase === "ended") {
    post({ act: "close" });
  } else if (view.phase === "review" || view.progress?.can_cancel) {
    post({ act: "keep" });
  }
}
