// The settings window: shows the view it is given, posts what the person changes. It decides
// nothing: `addin/sceau/desk/preferences/view.py` is the contract.
import { post } from "../common/bridge.js";
import { stage } from "../common/stage.js";
import { Focus } from "../confirm/focus.js";
import { layout } from "./layout.js";

stage({
  layout,
  news: (before, next, say) => (next.news && next.revision > before.revision ? say(next.news) : ""),
  focus: (page) => new Focus(page),
  begin: () => ({}),
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    event.preventDefault();
    post({ act: "close" });
  }
});
post({ act: "ready" });
