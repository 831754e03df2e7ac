// Why a mail stayed open, or why nothing was encrypted, in one sentence.

import { say } from "../desk/say.js";
import { sayAll } from "./page.js";

const SENT = {
  heading: "thunderbird.not-sent",
  other: "thunderbird.went-wrong",
  "helper-missing": "thunderbird.helper-missing",
  "helper-gone": "thunderbird.helper-gone",
  "helper-silent": "thunderbird.helper-silent",
  "helper-not-started": "thunderbird.helper-not-started",
  "window-silent": "thunderbird.window-silent",
  "other-version": "thunderbird.other-version",
  "too-long": "thunderbird.too-long",
};
const SEALED = {
  heading: "thunderbird.not-sealed",
  other: "thunderbird.not-sealed.went-wrong",
  "helper-missing": "thunderbird.not-sealed.helper",
  "helper-gone": "thunderbird.not-sealed.helper",
  "helper-silent": "thunderbird.not-sealed.helper",
  "helper-not-started": "thunderbird.not-sealed.helper",
  "nothing-to-seal": "thunderbird.nothing-to-seal",
  "not-readable": "thunderbird.not-readable",
  "not-saved": "thunderbird.not-saved",
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
const told = await messenger.runtime.sendMessage({ ask: "told", id });
const { reason, sentence, purpose, compose, maySend } = told;
const said = purpose === "seal" ? SEALED : SENT;
document.getElementById("heading").textContent = say(said.heading);
document.getElementById("sentence").textContent = sentence || say(said[reason] ?? said.other);

const send = document.getElementById("send");
send.hidden = document.getElementById("unchecked").hidden = !maySend;
send.addEventListener("click", async () => {
  send.disabled = true;
  messenger.runtime.sendMessage({ ask: "send-unchecked", compose });
  await close();
});
