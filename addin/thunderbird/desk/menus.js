// What stands in Thunderbird's menus of attachments.

import { say } from "./say.js";

const SEAL = "seal";
const SAVE = "save-sealed";

/**
 * Puts the entries there. `seal(tab, attachments)` is called for those of a compose window,
 * `save(attachments)` for those of a received message.
 */
export function addMenus(menus, { seal, save }) {
  put(menus, SEAL, "thunderbird.seal-these", ["compose_attachments"]);
  put(menus, SAVE, "thunderbird.save-sealed", ["message_attachments", "all_message_attachments"]);
  menus.onClicked.addListener(({ menuItemId, attachments = [] }, tab) => {
    if (menuItemId === SEAL) {
      seal(tab, attachments);
    } else if (menuItemId === SAVE) {
      save(attachments);
    }
  });
}

function put(menus, id, title, contexts) {
  // Thunderbird keeps an entry while this page sleeps, and says so when it is put there again
  menus.create({ id, contexts, title: say(title) }, () => messenger.runtime.lastError);
}
