// Whether mails are checked, in words, and a way to look again.

import { say } from "../desk/say.js";
import { sayAll } from "./page.js";

sayAll();

async function show() {
  const { sentence, named } = await messenger.runtime.sendMessage({ ask: "state" });
  document.getElementById("state").textContent = sentence || say(named);
  document.getElementById("version").textContent = say("thunderbird.version", {
    version: messenger.runtime.getManifest().version,
  });
}

document.getElementById("again").addEventListener("click", show);
await show();
