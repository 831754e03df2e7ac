// The sealing window: shows the view it is given, posts what the person does. It decides nothing
// and knows no path: `addin/sceau/desk/sealer/view.py` is the contract.
import { post } from "../common/bridge.js";
import { stage } from "../common/stage.js";
import { Focus } from "../confirm/focus.js";
import { watchKeys } from "../confirm/keys.js";
import { layout } from "./layout.js";
import { news } from "./news.js";

const current = stage({
  layout,
  news,
  focus: (page) => new Focus(page),
  begin: () => ({ channel: "sms", unfolded: new Set(), since: Infinity }),
  lowest: 720, // it begins empty, and fills
});
watchKeys(document, current, post);
post({ act: "ready" });
