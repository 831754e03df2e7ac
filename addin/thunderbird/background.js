// The add-on's background page: what Thunderbird tells goes to the parts that know what to do.
// Listeners are registered while the page loads, so that Thunderbird wakes it for them.

import { addressLists } from "./compose/address_lists.js";
import { Files } from "./compose/files.js";
import { messageWith } from "./desk/displayed.js";
import { addMenus } from "./desk/menus.js";
import { Popups } from "./desk/popups.js";
import { saver } from "./desk/saving.js";
import { showState } from "./desk/state.js";
import { Link } from "./helper/link.js";
import { Saver } from "./sending/saver.js";
import { Sender } from "./sending/sender.js";

const timers = {
  setTimeout: (...one) => setTimeout(...one),
  clearTimeout: (one) => clearTimeout(one),
  setInterval: (...one) => setInterval(...one),
  clearInterval: (one) => clearInterval(one),
};
const link = new Link({
  connectNative: (host) => messenger.runtime.connectNative(host),
  hello: () => ({
    version: messenger.runtime.getManifest().version,
    client: navigator.userAgent.match(/Thunderbird\/[\d.]+/)?.[0] ?? "",
    language: messenger.i18n.getUILanguage().startsWith("fr") ? "fr" : "en",
  }),
  timers,
});
const files = new Files(link, messenger.compose);
const popups = new Popups(messenger.windows);
const desk = {
  progress: (compose, shown) => quietly(popups.progress(compose, shown)),
  tell: (reason, sentence, purpose) => quietly(popups.tell(reason, sentence, purpose)),
  newRequest: () => crypto.randomUUID(),
};
const sender = new Sender({
  link,
  files,
  api: messenger.compose,
  around: {
    ...desk,
    lists: addressLists(messenger),
    messageIdOf: async (id) => (await messenger.messages.get(id)).headerMessageId,
    closeTab: (tab) => messenger.tabs.remove(tab),
  },
  timers,
});
const stored = new Saver({
  link,
  around: {
    ...desk,
    fileOf: (id, partName) => messenger.messages.getAttachmentFile(id, partName),
    messageOf: (id) => messenger.messages.get(id),
    saveAs: saver(messenger.downloads),
  },
  timers,
});

link.onFrame = (frame) => (stored.has(frame.compose) ? stored : sender).receive(frame);
link.onWelcome = () => {
  quietly(files.announceAll());
  quietly(showState(link.state));
};
link.onLost = (lost) => {
  sender.lost(lost);
  stored.lost(lost);
  quietly(showState(link.state));
};

/** What fails here hinders no mail and has nobody to tell: a window that is gone already. */
function quietly(promise) {
  promise?.catch((error) => globalThis.console.warn(String(error)));
}

/** A compose window is looked through when it opens, and the helper made ready for it. */
async function opened(tab) {
  if (tab.type !== "messageCompose") { return; }
  link.open().catch(() => {}); // said when Send is clicked, and by the button
  await files.opened(String(tab.id));
}

messenger.compose.onBeforeSend.addListener((tab, details) => sender.beforeSend(tab, details));
messenger.compose.onAfterSend.addListener((tab, info) => sender.afterSend(tab, info));
messenger.compose.onAttachmentAdded.addListener((tab) => quietly(opened(tab)));
messenger.compose.onAttachmentRemoved.addListener((tab, id) => files.removed(String(tab.id), id));
messenger.tabs.onCreated.addListener((tab) => quietly(opened(tab)));
messenger.tabs.onRemoved.addListener((id) => sender.closed(String(id)));
messenger.windows.onCreated.addListener((window) => {
  if (window.type === "messageCompose") {
    quietly(messenger.tabs.query({ windowId: window.id }).then(([tab]) => tab && opened(tab)));
  }
});
messenger.composeAction.onClicked.addListener((tab) => quietly(sender.seal(tab, [])));
addMenus(messenger.menus, {
  seal: (tab, attachments) => quietly(sender.seal(tab, attachments.map(({ id }) => id))),
  save: (attachments) => quietly(save(attachments)),
});
messenger.action.onClicked.addListener(() => quietly(messenger.runtime.openOptionsPage()));
messenger.runtime.onMessage.addListener((message) => answer(message));

/** Attachments of a message on the screen are to be saved sealed. */
async function save(attachments) {
  const id = await messageWith(messenger, attachments);
  await (id === null ? desk.tell("not-readable", "", "seal") : stored.save(id, attachments));
}

/** The add-on's own pages ask. */
function answer({ ask, id, compose }) {
  switch (ask) {
    case "told":
      return Promise.resolve(popups.told(id));
    case "withdraw":
      sender.withdraw(compose);
      stored.withdraw(compose);
      return Promise.resolve(true);
    case "state":
      return state();
    default:
      return Promise.resolve(null);
  }
}

async function state() {
  try {
    await link.open();
  } catch {
    return link.state; // it says why
  }
  return link.state;
}

link.open().catch(() => {}); // said when Send is clicked, and by the button
quietly(messenger.tabs.query({ type: "messageCompose" }).then((tabs) => tabs.map(opened)));
