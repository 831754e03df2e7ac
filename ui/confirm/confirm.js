// The confirmation window: shows the view it is given, posts what the person does. It decides
// nothing: `addin/sceau/desk/view.py` is the contract.
import { nothing, render } from "../vendor/lit-html/lit-html.js";
import { post } from "../common/bridge.js";
import { speaker } from "../common/say.js";
import { Focus } from "./focus.js";
import { watchKeys } from "./keys.js";
import { news } from "./news.js";
import { layout } from "./layout.js";

const page = document.getElementById("page");
const told = document.getElementById("told");
const focus = new Focus(page);

let say = null;
let view = null;
let own = null; // what the page alone knows: what is unfolded, which way of passing on is chosen

function draw() {
  focus.remember();
  render(layout({ view, say, own, post, redraw: draw, tell }), page);
  focus.restore();
}

function tell(sentence) {
  told.textContent = "";
  // A status that is emptied and filled in the same task is not read out again.
  setTimeout(() => {
    told.textContent = sentence;
  }, 50);
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

function show({ view: first, catalogue }) {
  say = speaker(first.language, catalogue);
  view = first;
  own = { channel: "sms", unfolded: new Set(), since: Infinity };
  document.documentElement.lang = view.language;
  document.documentElement.dataset.theme = view.theme;
  document.title = say(view.title);
  draw();
  page.querySelector(".scroll").scrollTop = 0;
  focus.start(view);
  afterPaint(() => {
    own.since = performance.now();
    post({ act: "painted", revision: first.revision });
  });
  return { ground: getComputedStyle(document.documentElement).backgroundColor, height: height() };
}

function height() {
  const parts = [page.querySelector(".heading"), ...page.querySelector(".column").children];
  const gaps = 16 * (parts.length + 1);
  return parts.reduce((sum, part) => sum + part.offsetHeight, gaps + page.querySelector(".footer").offsetHeight);
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
    focus.start(view);
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

watchKeys(document, () => ({ view, own }), post);
globalThis.sceau = Object.freeze({
  show,
  update,
  reset,
  ping: (number) => post({ act: "pong", number }),
});
post({ act: "ready" });
