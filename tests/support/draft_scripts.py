"""What a person does with drafts in Thunderbird: the bodies of scripts, as in
:mod:`support.thunderbird_scripts`."""

from __future__ import annotations

_FOLDERS = """
const main = Services.wm.getMostRecentWindow("mail:3pane");
const server = MailServices.accounts.defaultAccount.incomingServer;
const root = server.rootFolder;
const named = async name => {
  server.performExpand(main.msgWindow);
  return until(() => root.descendants.find(one => one.name === name), `the folder ${name}`);
};
const drafts = await named("Drafts");
const messages = folder => folder.msgDatabase ? [...folder.msgDatabase.enumerateMessages()] : [];
const written = () => until(() => {
  drafts.updateFolder(main.msgWindow);
  return messages(drafts).at(-1);
}, "the draft is there");
"""

DRAFTS = {
    "move_draft": _FOLDERS
    + """
const target = await named(args[0]);
const header = await written();
await new Promise((done, failed) => MailServices.copy.copyMessages(
  drafts, [header], target, true,
  { onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId() { return null; },
    onStopCopy(status) { Components.isSuccessCode(status) ? done() : failed(new Error(status)); },
    QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]) },
  main.msgWindow, false));
""",
    "tag_draft": _FOLDERS
    + """
const header = await written();
if (!MailServices.tags.getKeyForTag(args[0])) { MailServices.tags.addTag(args[0], "#3366cc", ""); }
const key = MailServices.tags.getKeyForTag(args[0]);
drafts.addKeywordsToMessages([header], key);
return key;
""",
    "counts": _FOLDERS
    + """
const found = {};
for (const name of args[0]) {
  const folder = await named(name);
  folder.updateFolder(main.msgWindow);
  await pause(300);
  found[name] = messages(folder).length;
}
return found;
""",
}
