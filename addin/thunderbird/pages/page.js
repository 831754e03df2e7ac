// What all pages of the add-on do first: speak Thunderbird's language.

import { say } from "../desk/say.js";

/** Fills every element that names a sentence in `data-say`, and names those with `data-name`. */
export function sayAll() {
  document.documentElement.lang = messenger.i18n.getUILanguage().slice(0, 2);
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(element.dataset.say);
  }
  for (const element of document.querySelectorAll("[data-name]")) {
    element.setAttribute("aria-label", say(element.dataset.name));
  }
}
