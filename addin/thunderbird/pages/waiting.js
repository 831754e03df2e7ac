// The helper's window takes longer than a moment: what is waited for, and the way back.

import { sayAll } from "./page.js";

sayAll();
const compose = new URLSearchParams(location.search).get("compose");
const back = () => messenger.runtime.sendMessage({ ask: "withdraw", compose });
const button = document.getElementById("back");
button.addEventListener("click", back);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { back(); }
});
button.focus();
