// What every page does with the views it is given: draw, keep the focus, tell what is new, and say
// when it is on the screen. The page decides nothing.
import { nothing, render } from "../vendor/lit-html/lit-html.js";
import { post } from "./bridge.js";
import { speaker } from "./say.js";

/**
 * Puts a page on the stage. `layout` draws it, `focus` keeps the keyboard's place, `news` gives what
 * a screen reader is told of a change, `begin` what the page alone knows of a new dialogue; `lowest`
 * is the height the window begins with at least. Gives `current`: the view and what the page alone
 * knows.
 */
export function stage({ layout, focus, news, begin, lowest = 0 }) {
  const page = document.getElementById("page");
  const told = document.getElementById("told");
  const keep = focus(page);
  let say = null;
  let view = null;
  let own = null;

  function draw() {
    keep.remember();
    render(layout({ view, say, own, post, redraw: draw, tell }), page);
    keep.restore();
  }

  function tell(sentence) {
    told.textContent = "";
    // A status that is emptied and filled in the same task is not read out again.
    setTimeout(() => {
      told.textContent = sentence;
    }, 50);
  }

  function show({ view: first, catalogue }) {
    say = speaker(first.language, catalogue);
    view = first;
    own = begin();
    document.documentElement.lang = view.language;
    document.documentElement.dataset.theme = view.theme;
    document.title = say(view.title);
    draw();
    page.querySelector(".scroll").scrollTop = 0;
    keep.start(view);
    afterPaint(() => {
      own.since = performance.now();
      post({ act: "painted", revision: first.revision });
    });
    return { ground: getComputedStyle(document.documentElement).backgroundColor, height: height() };
  }

  function height() {
    const parts = [page.querySelector(".heading"), ...page.querySelector(".column").children];
    const gaps = 16 * (parts.length + 1);
    const footer = page.querySelector(".footer").offsetHeight;
    return Math.max(lowest, parts.reduce((sum, part) => sum + part.offsetHeight, gaps + footer));
  }

  function update(next) {
    if (!view || next.revision <= view.revision) {
      return;
    }
    const before = view;
    view = next;
    draw();
    if (next.phase !== before.phase) {
      page.querySelector(".scroll").scrollTop = 0;
      keep.start(view);
    }
    const fresh = news(before, next, say);
    if (fresh) {
      tell(fresh);
    }
    afterPaint(() => post({ act: "painted", revision: next.revision }));
  }

  function reset() {
    view = say = own = null;
    render(nothing, page);
    told.textContent = "";
    document.title = "Sceau";
    afterPaintOr(100, () => post({ act: "cleared" }));
  }

  globalThis.sceau = Object.freeze({
    show,
    update,
    reset,
    ping: (number) => post({ act: "pong", number }),
  });
  return () => ({ view, own });
}

function afterPaint(then) {
  requestAnimationFrame(() => requestAnimationFrame(then));
}

// A window that is not on the screen paints nothing.
function afterPaintOr(milliseconds, then) {
  let done = false;
  const once = () => {
    if (!done) {
      done = true;
      then();
    }
  };
  afterPaint(once);
  setTimeout(once, milliseconds);
}
