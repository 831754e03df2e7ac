// Whether mails are checked, in words, and a way to look again; the language of Sceau's windows, and
// the way to all other settings.

import { say } from "../desk/say.js";
import { sayAll } from "./page.js";

const ask = (what, more = {}) => messenger.runtime.sendMessage({ ask: what, ...more });
const at = (id) => document.getElementById(id);

sayAll();

async function show() {
  const { sentence, named, connected } = await ask("state");
  at("state").textContent = sentence || say(named);
  at("version").textContent = say("thunderbird.version", {
    version: messenger.runtime.getManifest().version,
  });
  at("preferences").hidden = !connected;
  if (connected) { showLanguage(await ask("speak", { language: "" })); }
}

function showLanguage(told) {
  if (!told) { return; } // the helper went meanwhile
  at("language").value = told.language;
  at("language").disabled = told.locked;
  const locked = told.locked ? say("settings.locked") : "";
  at("problem").textContent = told.problem || locked;
}

at("again").addEventListener("click", show);
at("settings").addEventListener("click", () => ask("open-settings"));
at("language").addEventListener("change", async ({ target }) => {
  showLanguage(await ask("speak", { language: target.value }));
});
await show();
