// The add-on's background page: what Thunderbird tells goes to the parts that know what to do.
// Listeners are registered while the page loads, so that Thunderbird wakes it for them.

import { addressLists } from "./compose/address_lists.js";
import { Files } from "./compose/files.js";
import { messageWith } from "./desk/displayed.js";
import { addMenus } from "./desk/menus.js";
import { Popups } from "./desk/popups.js";
import { saver } from "./desk/saving.js";
import { sentenceFor, showState } from "./desk/state.js";
import { Link } from "./helper/link.js";
import { Preferences } from "./helper/preferences.js";
import { MAY_SEND, OFF, policy } from "./policy/policy.js";
import { helperFailed, Unchecked } from "./policy/unchecked.js";
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
const decided = policy(messenger.storage.managed);
const unchecked = new Unchecked(messenger.storage.local);
const desk = {
  progress: (compose, shown) => quietly(popups.progress(compose, shown)),
  tell: (...told) => quietly(tell(...told)),
  newRequest: () => crypto.randomUUID(),
};
const preferences = new Preferences(link);
const sender = new Sender({
  link,
  files,
  api: messenger.compose,
  around: {
    ...desk,
    lists: addressLists(messenger),
    messageOf: (id) => messenger.messages.get(id),
    closeTab: (tab) => messenger.tabs.remove(tab),
    policy: () => decided,
    unchecked,
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

link.onFrame = (frame) => {
  if (frame.op === "noted") {
    quietly(unchecked.noted(frame.count).then(() => frame.count && giveNotes()));
  } else if (frame.op === "speaks") {
    preferences.receive(frame);
  } else {
    (stored.has(frame.compose) ? stored : sender).receive(frame);
  }
};
link.onWelcome = () => {
  quietly(files.announceAll());
  quietly(stateChanged());
  quietly(giveNotes());
};
link.onLost = (lost) => {
  preferences.lost();
  sender.lost(lost);
  stored.lost(lost);
  quietly(stateChanged());
};

async function stateChanged() {
  await showState(link.state, await decided);
}

/** The helper takes into its journal what went without it. */
async function giveNotes() {
  const mails = await unchecked.notes();
  // a frame holds so many; the rest is told once these are noted
  if (mails.length && link.stands) { link.post({ op: "unchecked", mails: mails.slice(0, 1000) }); }
}

/** Says why a mail stayed open, and offers to send it all the same where that is allowed. */
async function tell(reason, sentence, purpose, compose) {
  const maySend = helperFailed(reason, purpose) && (await decided) === MAY_SEND;
  await popups.tell(reason, sentence, purpose, { compose, maySend });
}

async function sendUnchecked(compose) {
  unchecked.allow(compose);
  try {
    await messenger.compose.sendMessage(Number(compose), { mode: "default" });
  } finally {
    unchecked.forbid(compose);
  }
}

/** What fails here hinders no mail and has nobody to tell: a window that is gone already. */
function quietly(promise) {
  promise?.catch((error) => globalThis.console.warn(String(error)));
}

/** A compose window is looked through when it opens, and the helper made ready for it. */
async function opened(tab) {
  if (tab.type !== "messageCompose" || (await decided) === OFF) { return; }
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
function answer({ ask, id, compose, language }) {
  switch (ask) {
    case "told":
      return Promise.resolve(popups.told(id));
    case "withdraw":
      sender.withdraw(compose);
      stored.withdraw(compose);
      return Promise.resolve(true);
    case "send-unchecked":
      quietly(sendUnchecked(compose));
      return Promise.resolve(true);
    case "speak":
      return preferences.speak(language);
    case "open-settings":
      preferences.open();
      return Promise.resolve(true);
    case "state":
      return state();
    default:
      return Promise.resolve(null);
  }
}

/** Gives the sentence that says whether mails are checked: the helper's own, or which one. */
async function state() {
  const now = await decided;
  if (now !== OFF) { await link.open().catch(() => {}); } // the state says why
  const { sentence = "" } = link.state;
  return { sentence, named: sentenceFor(link.state, now), connected: link.stands };
}

/** The line is there before the first click, unless nothing is checked. */
async function connect() {
  if ((await decided) === OFF) {
    await stateChanged();
  } else {
    link.open().catch(() => {}); // said when Send is clicked, and by the button
  }
}

quietly(connect());
quietly(messenger.tabs.query({ type: "messageCompose" }).then((tabs) => tabs.map(opened)));
