// The task pane: the pages of `ui/confirm`, driven by the add-in.
import sentences from "../built/sentences.js";
import { phrase } from "../review/findings.js";
import { Aside } from "../seal/aside.js";
import { languageOf, sayer } from "../send/words.js";
import { hear } from "./bridge.js";
import { copied } from "./copying.js";
import { Session } from "./session.js";

const OWN = new Set(["ready", "painted", "cleared", "pong"]);

/** Whether Outlook's own colours are dark. */
function theme() {
  const ground = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(
    Office.context.officeTheme?.bodyBackgroundColor ?? "",
  );
  if (!ground) {
    return "auto";
  }
  const [red, green, blue] = ground.slice(1).map((part) => parseInt(part, 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? "dark" : "light";
}

/**
 * Whether the add-in can send: Outlook lets it (Mailbox 1.15), and the establishment gave it the
 * permission when it was built.
 * @param {Office.MessageCompose} item
 */
function maySend(item) {
  const newEnough = Office.context.requirements.isSetSupported("Mailbox", "1.15");
  return SCEAU_SENDS && newEnough && typeof item.sendAsync === "function";
}

async function open() {
  const language = languageOf(Office.context.displayLanguage);
  const say = sayer(language);
  const page = /** @type {any} */ (globalThis).sceau;
  let shown = false;
  const show = (view) => {
    if (shown) {
      page.update(view);
    } else {
      page.show({ view, catalogue: sentences[language] });
      shown = true;
    }
  };
  const { item } = Office.context.mailbox;
  const canSend = maySend(item);
  const aside = new Aside(() => new Worker(new URL("worker.js", document.baseURI)));
  const session = new Session({ item, say, language, theme: theme(), canSend, aside, show });
  const acts = {
    // What is being sealed is stopped, and the message is as it was; else the pane closes.
    keep: () => session.stop() || Office.context.ui.closeContainer(),
    close: () => Office.context.ui.closeContainer(),
    copy: async () => ((await copied(session.password)) ? "stays" : "refused"),
  };
  hear((act) => {
    if (acts[act.act]) {
      return acts[act.act]();
    }
    return OWN.has(act.act) ? null : session.act(act).catch(() => notRead(say));
  });
  const refresh = () => session.refresh().catch(() => notRead(say));
  for (const type of [Office.EventType.RecipientsChanged, Office.EventType.AttachmentsChanged]) {
    item.addHandlerAsync(type, refresh, () => null);
  }
  try {
    await session.refresh();
  } catch {
    notRead(say);
  }
}

function notRead(say) {
  const told = document.createElement("p");
  told.className = "banner tone-block";
  told.setAttribute("role", "alert");
  told.textContent = say(phrase("outlook.not-read"));
  document.getElementById("page").replaceChildren(told);
}

Office.onReady(() => open());
