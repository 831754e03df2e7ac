// The confirmation window: shows the view it is given, posts what the person does. It decides
// nothing: `addin/sceau/desk/view.py` is the contract.
import { post } from "../common/bridge.js";
import { stage } from "../common/stage.js";
import { Focus } from "./focus.js";
import { watchKeys } from "./keys.js";
import { news } from "./news.js";
import { layout } from "./layout.js";

const current = stage({
  layout,
  news,
  focus: (page) => new Focus(page),
  // What is unfolded, and which way of passing on is chosen.
  begin: () => ({ channel: "sms", unfolded: new Set(), since: Infinity }),
});
watchKeys(document, current, post);
post({ act: "ready" });
