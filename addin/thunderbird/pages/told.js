// Why a mail stayed open, in one sentence.

import { say } from "../desk/say.js";
import { sayAll } from "./page.js";

const SAID = {
  "helper-missing": "thunderbird.helper-missing",
  "helper-gone": "thunderbird.helper-gone",
  "helper-silent": "thunderbird.helper-silent",
  "helper-not-started": "thunderbird.helper-not-started",
  "window-silent": "thunderbird.window-silent",
  "other-version": "thunderbird.other-version",
  "too-long": "thunderbird.too-long",
};

async function close() {
  const { id: own } = await messenger.windows.getCurrent();
  await messenger.windows.remove(own);
}

sayAll();
const button = document.getElementById("close");
button.addEventListener("click", close);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { close(); }
});
button.focus();
const id = new URLSearchParams(location.search).get("id");
const { reason, sentence } = await messenger.runtime.sendMessage({ ask: "told", id });
document.getElementById("sentence").textContent =
  sentence || say(SAID[reason] ?? "thunderbird.went-wrong");
