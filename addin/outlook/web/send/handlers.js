// What Outlook calls while a message is written and when Send is clicked. It runs without a page in
// classic Outlook, and in a browser elsewhere. Whatever happens, the answer to a click is given, and
// where anything went wrong it is *no*.
import { ask, within } from "../item/ask.js";
import { decide, prepare } from "./decide.js";
import { languageOf, sayer } from "./words.js";

/** Milliseconds until a click on Send is answered whatever happens; Outlook stops after 300,000. */
const LONGEST = 120_000;
const NOTICE = "sceau";
const PANE = "SceauOpen";

function current() {
  const say = sayer(languageOf(Office.context.displayLanguage));
  return { item: Office.context.mailbox.item, say };
}

/** Answers a click on Send. */
export function onMessageSend(event) {
  let say = sayer("fr");
  const no = (message) => event.completed({
    allowEvent: false,
    errorMessage: message,
    cancelLabel: say("outlook.pane-button"),
    commandId: PANE,
  });
  try {
    const now = current();
    say = now.say;
    within("decide", decide(now.item, say), LONGEST).then(
      ({ allowed, message }) => (allowed ? event.completed({ allowEvent: true }) : no(message)),
      () => no(say("outlook.not-checked")),
    );
  } catch {
    no(say("outlook.not-checked"));
  }
}

/** Looks at the message while it is written. It never holds anything, and never fails aloud. */
export function onChanged(event) {
  const done = () => event.completed({});
  try {
    const { item, say } = current();
    within("prepare", prepare(item, say).then((count) => notice(item, say, count)), LONGEST).then(done, done);
  } catch {
    done(); // what could not be looked at now is looked at when Send is clicked
  }
}

/**
 * Says above the message how many things there are to look at.
 * @param {Office.MessageCompose} item
 */
function notice(item, say, count) {
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
