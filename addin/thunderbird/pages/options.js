// Whether mails are checked, in words, and a way to look again.

import { say } from "../desk/say.js";
import { sayAll } from "./page.js";

sayAll();

async function show() {
  const state = await messenger.runtime.sendMessage({ ask: "state" });
  const connected = state.is === "connected";
  document.getElementById("state").textContent = connected
    ? say("thunderbird.state-connected")
    : state.sentence || say("thunderbird.state-missing");
  document.getElementById("version").textContent = say("thunderbird.version", {
    version: messenger.runtime.getManifest().version,
  });
}

document.getElementById("again").addEventListener("click", show);
await show();
