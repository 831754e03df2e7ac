// The line above a message that says how much there is to look at.
import { ask } from "../item/ask.js";

const NOTICE = "sceau";

/**
 * Says above the message how many things there are to look at; where there is nothing, the line goes.
 * @param {Office.MessageCompose} item
 */
export function notice(item, say, count) {
  const { notificationMessages } = item;
  if (!count) {
    return ask("notice", (done) => notificationMessages.removeAsync(NOTICE, done)).catch(() => null);
  }
  const message = say("outlook.notice", { count }).slice(0, 150);
  const told = { type: "informationalMessage", message, icon: "Icon.16", persistent: false };
  return ask("notice", (done) =>
    notificationMessages.replaceAsync(NOTICE, /** @type {any} */ (told), done),
  );
}
