"""What the tests do inside Thunderbird: the bodies of async functions, run in its chrome context.

Each finds its values in ``args``; ``shared`` stands before each.
"""

from __future__ import annotations

SCRIPTS = {
    "shared": """
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const pause = ms => new Promise(done => setTimeout(done, ms));
const idOf = win => win.docShell.browsingContext.id;
const composers = () => [...Services.wm.getEnumerator("msgcompose")].filter(win => !win.closed);
const composer = id => {
  const found = composers().find(win => idOf(win) === id);
  if (!found) { throw new Error(`no compose window ${id}`); }
  return found;
};
const attachmentOf = path => {
  const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
  file.initWithPath(path);
  const attachment = Cc["@mozilla.org/messengercompose/attachment;1"]
    .createInstance(Ci.nsIMsgAttachment);
  attachment.url = Services.io.newFileURI(file).spec;
  attachment.name = file.leafName;
  attachment.size = file.fileSize;
  return attachment;
};
const chosen = async (menu, at, label) => {
  const win = menu.ownerDocument.defaultView;
  const opened = new Promise(done => menu.addEventListener("popupshown", done, { once: true }));
  at.dispatchEvent(new win.MouseEvent("contextmenu",
    { bubbles: true, cancelable: true, button: 2, view: win, screenX: 300, screenY: 300 }));
  await opened;
  const item = await until(
    () => [...menu.querySelectorAll("menuitem")].find(one => one.label === label),
    `there is an entry “${label}”`);
  menu.activateItem(item);
};
const until = async (true_, what) => {
  for (let turn = 0; turn < 1000; turn++) {
    const found = true_();
    if (found) { return found; }
    await pause(20);
  }
  throw new Error(`not within 20 s: ${what}`);
};
""",
    "ready": """
const win = Services.wm.getMostRecentWindow("mail:3pane");
return Boolean(win && win.document.readyState === "complete"
  && MailServices.accounts.defaultAccount?.defaultIdentity);
""",
    "trust": """
Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB)
  .addCertFromBase64(args[0], "C,,");
""",
    "login": """
const [origin, user, password] = args;
const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
login.init(origin, null, origin, user, password, "", "");
const known = await Services.logins.searchLoginsAsync({ origin });
if (!known.length) { await Services.logins.addLoginAsync(login); }
""",
    "compose": """
const [{ to = "", cc = "", bcc = "", subject = "", body = "", html = false, attachments = [],
  identity = "" }] = args;
const fields = Cc["@mozilla.org/messengercompose/composefields;1"]
  .createInstance(Ci.nsIMsgCompFields);
Object.assign(fields, { to, cc, bcc, subject, body });
for (const path of attachments) { fields.addAttachment(attachmentOf(path)); }
const params = Cc["@mozilla.org/messengercompose/composeparams;1"]
  .createInstance(Ci.nsIMsgComposeParams);
params.composeFields = fields;
params.type = Ci.nsIMsgCompType.New;
params.format = html ? Ci.nsIMsgCompFormat.HTML : Ci.nsIMsgCompFormat.PlainText;
const { defaultAccount } = MailServices.accounts;
params.identity = defaultAccount.identities.find(one => one.email === identity)
  ?? defaultAccount.defaultIdentity;
const before = new Set(composers());
MailServices.compose.OpenComposeWindowWithParams(null, params);
const win = await until(
  () => composers().find(one => !before.has(one) && one.composeEditorReady),
  "the compose window opens");
await until(() => win.document.getElementById("attachmentBucket").itemCount
  === attachments.length, "its attachments are listed");
return idOf(win);
""",
    "answer": """
const [kind, to, message, html] = args;
const folder = MailServices.accounts.defaultAccount.incomingServer.rootFolder
  .getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
const main = Services.wm.getMostRecentWindow("mail:3pane");
const newest = () => {
  const database = folder.msgDatabase;
  const all = database ? [...database.enumerateMessages()] : [];
  return all.filter(one => !message || one.messageId === message).pop() ?? null;
};
await until(() => {
  folder.updateFolder(main.msgWindow);
  return newest();
}, "the mail has arrived");
const header = newest();
const type = { reply: Ci.nsIMsgCompType.ReplyToSender, forward: Ci.nsIMsgCompType.ForwardInline };
const before = new Set(composers());
MailServices.compose.OpenComposeWindow(null, header, folder.getUriForMsg(header), type[kind],
  html ? Ci.nsIMsgCompFormat.HTML : Ci.nsIMsgCompFormat.Default,
  MailServices.accounts.defaultAccount.defaultIdentity, null, main.msgWindow);
const win = await until(
  () => composers().find(one => !before.has(one) && one.composeEditorReady),
  "the compose window opens");
if (to) { win.SetComposeDetails({ to }); }
return idOf(win);
""",
    "swept": """
const { rootFolder } = MailServices.accounts.defaultAccount.incomingServer;
const main = Services.wm.getMostRecentWindow("mail:3pane");
let left = 0;
for (const flag of [Ci.nsMsgFolderFlags.Inbox, Ci.nsMsgFolderFlags.Drafts]) {
  const folder = rootFolder.getFolderWithFlags(flag);
  const known = folder ? [...(folder.msgDatabase?.enumerateMessages() ?? [])].length : 0;
  if (known) { folder.updateFolder(main.msgWindow); }
  left += known;
}
return left === 0;
""",
    "take_up": """
const folder = MailServices.accounts.defaultAccount.incomingServer.rootFolder
  .getFolderWithFlags(Ci.nsMsgFolderFlags.Drafts);
const main = Services.wm.getMostRecentWindow("mail:3pane");
const header = await until(() => {
  folder.updateFolder(main.msgWindow);
  return [...(folder.msgDatabase?.enumerateMessages() ?? [])].pop();
}, "the draft is there");
const before = new Set(composers());
MailServices.compose.OpenComposeWindow(null, header, folder.getUriForMsg(header),
  Ci.nsIMsgCompType.Draft, Ci.nsIMsgCompFormat.Default, null, null, main.msgWindow);
const win = await until(
  () => composers().find(one => !before.has(one) && one.composeEditorReady),
  "the compose window opens");
return idOf(win);
""",
    "add_identity": """
const [name, email] = args;
const { defaultAccount } = MailServices.accounts;
const made = MailServices.accounts.createIdentity();
made.copy(defaultAccount.defaultIdentity);
made.fullName = name;
made.email = email;
defaultAccount.addIdentity(made);
""",
    "offline": "Services.io.offline = args[0];",
    "disable_addon": """
const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
const addon = await AddonManager.getAddonByID(args[0]);
await addon.disable();
""",
    "mailto": """
const before = new Set(composers());
MailServices.compose.OpenComposeWindowWithURI(null, Services.io.newURI(args[0]));
const win = await until(
  () => composers().find(one => !before.has(one) && one.composeEditorReady),
  "the compose window opens");
return idOf(win);
""",
    "unsent": """
const folder = Cc["@mozilla.org/messengercompose/sendlater;1"].getService(Ci.nsIMsgSendLater);
return folder.getUnsentMessagesFolder(null)?.getTotalMessages(false) ?? 0;
""",
    "send_unsent": """
const later = Cc["@mozilla.org/messengercompose/sendlater;1"].getService(Ci.nsIMsgSendLater);
later.sendUnsentMessages(null);
""",
    "make_list": """
const [name, people] = args;
const book = MailServices.ab.getDirectory("jsaddrbook://abook.sqlite");
const list = Cc["@mozilla.org/addressbook/directoryproperty;1"]
  .createInstance(Ci.nsIAbDirectory);
list.isMailList = true;
list.dirName = name;
const made = book.addMailList(list);
for (const [displayName, primaryEmail] of Object.entries(people)) {
  const card = Cc["@mozilla.org/addressbook/cardproperty;1"].createInstance(Ci.nsIAbCard);
  card.displayName = displayName;
  card.primaryEmail = primaryEmail;
  made.addCard(book.addCard(card));
}
""",
    "open": "return composers().map(idOf);",
    "close_all": """
for (const win of composers()) { win.close(); }
""",
    "attach": """
const [id, paths] = args;
const win = composer(id);
const bucket = win.document.getElementById("attachmentBucket");
const wanted = bucket.itemCount + paths.length;
await win.AddAttachments(paths.map(attachmentOf));
await until(() => bucket.itemCount === wanted, "the attachments are listed");
""",
    "remove_attachment": """
const [id, name] = args;
const win = composer(id);
const bucket = win.document.getElementById("attachmentBucket");
const item = [...bucket.itemChildren].find(one => one.attachment.name === name);
await win.RemoveAttachments([item]);
""",
    "command": """
const [id, command, anyhow = false] = args;
const win = composer(id);
// what cannot be pressed yet does nothing: a reply has its recipients a moment after its window
const pressable = () => {
  if (anyhow) { return true; }
  win.goUpdateCommand(command);
  return win.document.commandDispatcher.getControllerForCommand(command)?.isCommandEnabled(command);
};
await until(pressable, `“${command}” can be pressed`);
win.setTimeout(() => win.goDoCommand(command), 0);
return Date.now();
""",
    "state": """
const win = composer(args[0]);
win.Recipients2CompFields(win.gMsgCompose.compFields);
const { to, cc, bcc } = win.gMsgCompose.compFields;
return {
  to, cc, bcc,
  subject: win.document.getElementById("msgSubject").value,
  attachments: [...win.document.getElementById("attachmentBucket").itemChildren]
    .map(item => item.attachment.name),
  locked: Boolean(win.gWindowLocked || win.gSendLocked && win.gSendOperationInProgress),
  sending: Boolean(win.gSendOperationInProgress),
};
""",
    "set_subject": """
const [id, subject] = args;
const win = composer(id);
const field = win.document.getElementById("msgSubject");
field.value = subject;
field.dispatchEvent(new win.Event("input"));
""",
    "type": """
const editor = composer(args[0]).GetCurrentEditor();
editor.beginningOfDocument();
editor.insertText(args[1]);
editor.insertLineBreak();
""",
    "body": """
const editor = composer(args[0]).GetCurrentEditor();
return {
  text: editor.outputToString("text/plain", Ci.nsIDocumentEncoder.OutputFormatted),
  pictures: [...editor.document.images].map(({ src }) => src),
};
""",
    "force_close": """
composer(args[0]).close();
""",
    "addon_ready": """
const { ExtensionParent } = ChromeUtils.importESModule(
  "resource://gre/modules/ExtensionParent.sys.mjs");
const extension = ExtensionParent.GlobalManager.getExtension(args[0]);
return Boolean(extension && !extension.isAppDisabled && extension.readyState !== "loading"
  && [...extension.views].some(view => view.viewType === "background"));
""",
    "addon_title": """
const win = Services.wm.getMostRecentWindow("mail:3pane");
const item = await until(
  () => win.document.querySelector(`button.unified-toolbar-button[extension="${args[0]}"]`),
  "the add-on's button is in the toolbar");
return item.title;
""",
    "press_addon": """
const win = Services.wm.getMostRecentWindow("mail:3pane");
const item = await until(
  () => win.document.querySelector(`button.unified-toolbar-button[extension="${args[0]}"]`),
  "the add-on's button is in the toolbar");
item.click();
""",
    "popups": """
return [...Services.wm.getEnumerator("mail:extensionPopup")]
  .map(win => win.document.title).filter(title => title.includes("painted"))
  .map(title => title.slice(title.indexOf("painted")));
""",
    "close_popups": """
for (const win of Services.wm.getEnumerator("mail:extensionPopup")) { win.close(); }
""",
    "compose_menu": """
const [id, name, entry] = args;
const win = composer(id);
const bucket = win.document.getElementById("attachmentBucket");
bucket.selectedItem = [...bucket.itemChildren].find(one => one.attachment.name === name);
const menu = win.document.getElementById("msgComposeAttachmentItemContext");
await chosen(menu, bucket.selectedItem, entry);
""",
    "stored_menu": """
const [name, entry] = args;
const folder = MailServices.accounts.defaultAccount.incomingServer.rootFolder
  .getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
const main = Services.wm.getMostRecentWindow("mail:3pane");
const newest = () => {
  const database = folder.msgDatabase;
  return database ? [...database.enumerateMessages()].pop() : null;
};
await until(() => {
  folder.updateFolder(main.msgWindow);
  return newest();
}, "the mail has arrived");
const tabmail = main.document.getElementById("tabmail");
const pane = tabmail.currentAbout3Pane;
pane.displayFolder(folder.URI);
const header = newest();
await until(() => pane.gDBView?.findIndexOfMsgHdr(header, false) >= 0, "the mail is listed");
pane.threadTree.selectedIndex = pane.gDBView.findIndexOfMsgHdr(header, false);
const shown = await until(() => {
  const page = tabmail.currentAboutMessage;
  return page?.gMessage?.messageKey === header.messageKey && page.currentAttachments?.length
    ? page : null;
}, "the message shows its attachments");
const list = shown.document.getElementById("attachmentList");
if (list.collapsed || !list.itemChildren.length) { shown.toggleAttachmentList(true); }
const item = await until(
  () => [...list.itemChildren].find(one => one.attachment.name === name), "it is listed");
list.selectedItem = item;
await chosen(shown.document.getElementById("attachmentItemContext"), item, entry);
""",
    "alerts": """
return [...Services.wm.getEnumerator(null)]
  .filter(win => win.location.href.includes("commonDialog"))
  .map(win => win.document.getElementById("infoBody")?.textContent ?? "");
""",
    "dismiss": """
for (const win of Services.wm.getEnumerator(null)) {
  if (win.location.href.includes("commonDialog")) { win.close(); }
}
""",
    "console": """
return Services.console.getMessageArray().map(String)
  .filter(one => one.includes("moz-extension"));
""",
}
