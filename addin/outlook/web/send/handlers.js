// What Outlook calls while a message is written and when Send is clicked. It runs without a page in
// classic Outlook, and in a browser elsewhere. Whatever happens, the answer to a click is given, and
// where anything went wrong it is *no*.
import { within } from "../item/ask.js";
import { decide, prepare } from "./decide.js";
import { notice } from "./notice.js";
import { languageOf, sayer } from "./words.js";

/** Milliseconds until a click on Send is answered whatever happens; Outlook stops after 300,000. */
const LONGEST = 120_000;
const PANE = "SceauOpen";

function current() {
  const say = sayer(languageOf(Office.context.displayLanguage));
  return { item: Office.context.mailbox.item, say };
}

/** Gives the way to answer `event`, which answers it once. */
function once(event) {
  let answered = false;
  return (answer) => {
    if (!answered) {
      answered = true;
      try {
        event.completed(answer);
      } catch {
        // Outlook is gone, and the message with it: there is nobody to answer
      }
    }
  };
}

/** Answers a click on Send. */
export function onMessageSend(event) {
  let say = sayer("fr");
  const answer = once(event);
  const no = (message) => answer({
    allowEvent: false,
    errorMessage: message,
    cancelLabel: say("outlook.pane-button"),
    commandId: PANE,
  });
  try {
    const now = current();
    say = now.say;
    within("decide", decide(now.item, say), LONGEST).then(
      ({ allowed, message }) => (allowed ? answer({ allowEvent: true }) : no(message)),
      () => no(say("outlook.not-checked")),
    );
  } catch {
    no(say("outlook.not-checked"));
  }
}

/** Looks at the message while it is written. It never holds anything, and never fails aloud. */
export function onChanged(event) {
  const answer = once(event);
  const done = () => answer({});
  try {
    const { item, say } = current();
    within("prepare", prepare(item, say).then((count) => notice(item, say, count)), LONGEST).then(done, done);
  } catch {
    done(); // what could not be looked at now is looked at when Send is clicked
  }
}
