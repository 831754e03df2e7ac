// The task pane's side: what is chosen there is carried out on the message, and what was confirmed
// is what the click on Send lets go.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { keepViews, opened, qpdf } from "./pane.mjs";
import { load } from "./runtimes.mjs";

const REPORT = readFileSync(new URL("../../review/reading/samples/consultation.pdf", import.meta.url));
after(keepViews);

const TWO = { to: ["marie@orange.fr", "paul@free.fr"], text: "Fermeture lundi." };

test("an open risk keeps the message as it is", async () => {
  const { mail, send, view } = await opened(TWO);
  await send();
  assert.equal(view().phase, "review");
  assert.equal(view().todo.key, "confirm.todo.open");
  assert.equal(mail.to.length, 2);
});

test("moved to hidden copy and confirmed, it leaves", async () => {
  const { mail, act, send, click, view } = await opened(TWO);
  await act({ act: "cure", finding: view().recipient_findings[0].id, index: 0 });
  assert.equal(view().primary.key, "outlook.primary.bcc");
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  assert.deepEqual(mail.bcc.map((one) => one.emailAddress), ["marie@orange.fr", "paul@free.fr"]);
  assert.deepEqual([mail.to, mail.cc], [[], []]);
  assert.equal((await click()).allowEvent, true);
});

test("an acknowledged risk leaves as it was shown", async () => {
  const { act, send, click, view } = await opened(TWO);
  await act({ act: "acknowledge", finding: view().recipient_findings[0].id, on: true });
  await send();
  assert.equal((await click()).allowEvent, true);
});

for (const [what, change] of [
  ["a recipient is added", (mail) => mail.to.push({ emailAddress: "zoe@sfr.fr", displayName: "Zoé", recipientType: "other" })],
  ["a hidden one is shown", (mail) => mail.to.push(mail.bcc.pop())],
  ["the subject changes", (mail) => Object.assign(mail, { subject: "Autre" })],
  ["the text changes", (mail) => Object.assign(mail, { text: "Votre TSH est à 6,4 mUI/L." })],
  ["only what its HTML says changes", (mail) => Object.assign(mail, { html: "<a href='https://we.tl/t-abcd'>ici</a>" })],
  ["a file is added", (mail) => mail.files.push({ id: "x", name: "b.pdf", size: 9, attachmentType: "file", isInline: false, bytes: new TextEncoder().encode("%PDF-1.7\n%%EOF") })],
]) {
  test(`confirmed, then ${what}: it is asked again`, async () => {
    const { mail, act, send, click, view } = await opened({ ...TWO, bcc: ["luc@laposte.net"] });
    await act({ act: "acknowledge", finding: view().recipient_findings[0].id, on: true });
    await send();
    assert.equal((await click()).allowEvent, true);
    change(mail);
    const answer = await click();
    assert.equal(answer.allowEvent, false);
    assert.match(answer.errorMessage, /a changé depuis que vous l’avez confirmé/);
  });
}

test("what changed while the pane was open is shown again, and nothing is carried out", async () => {
  const { mail, act, send, view } = await opened(TWO);
  await act({ act: "cure", finding: view().recipient_findings[0].id, index: 0 });
  mail.to.push({ emailAddress: "zoe@sfr.fr", displayName: "Zoé", recipientType: "other" });
  await send();
  assert.equal(view().phase, "review");
  assert.equal(view().recipients.length, 3);
  assert.equal(mail.to.length, 3);
});

test("what is typed while files are sealed is not confirmed along", async () => {
  const { mail, act, send, click, view } = await opened({ to: ["marie@orange.fr"], files: [["Bilan.pdf", REPORT]] });
  await act({ act: "cure", finding: view().attachment_findings[0].id, index: 0 });
  const before = mail.html;
  const { password } = view().password;
  const sending = send();
  const watch = setInterval(() => {
    if (mail.files.length > 1 || mail.files[0].name !== "Bilan.pdf") {
      mail.html = "<a href='https://we.tl/t-abcd'>ici</a>";
    }
  }, 0);
  await sending;
  clearInterval(watch);
  assert.notEqual(mail.html, before);
  assert.notEqual(view().outcome?.sentence.key, "outlook.ready");
  assert.equal((await click()).allowEvent, false);
  // What opens the file that is in the message now stays in sight, and is no other.
  await act({ act: "new-password", kind: "words" });
  assert.deepEqual([mail.files.map((one) => one.name), view().password.password], [["Bilan (chiffré).pdf"], password]);
});

test("a mistyped address is replaced", async () => {
  const { mail, act, send, click, view } = await opened({ to: ["Marie Durand <marie@gmial.com>"] });
  await act({ act: "cure", finding: view().recipient_findings[0].id, index: 0 });
  await send();
  assert.deepEqual(mail.to.map((one) => [one.emailAddress, one.displayName]), [["marie@gmail.com", "Marie Durand"]]);
  assert.equal((await click()).allowEvent, true);
});

test("a report is sealed before its clear copy goes, and the password opens it", async () => {
  const { mail, told, session, act, send, click, view } = await opened({ to: ["marie@orange.fr"], files: [["Bilan.pdf", REPORT]] });
  await act({ act: "cure", finding: view().attachment_findings[0].id, index: 0 });
  assert.equal(view().password.opens, 1);
  assert.match(view().password.sms_qr, /^data:image\/svg/);
  const { password } = session;
  await send();
  assert.equal(view().outcome?.sentence.key, "outlook.ready");
  assert.deepEqual(mail.files.map((one) => one.name), ["Bilan (chiffré).pdf"]);
  const order = told.filter((call) => /^(?:add|remove)/.test(call));
  assert.deepEqual(order, ["addFileAttachmentFromBase64Async", "removeAttachmentAsync"]);
  const [sealed] = mail.files;
  assert.equal((await qpdf()).openingOf(new Uint8Array(sealed.bytes)), "password");
  assert.ok(!JSON.stringify(mail.session).includes(password));
  assert.equal((await click()).allowEvent, true);
  mail.text = `Le mot de passe : ${password.replaceAll("-", " ")}`;
  const answer = await click();
  assert.equal(answer.allowEvent, false);
  assert.match(answer.errorMessage, /mot de passe/);
});

test("a file that is no PDF goes into an archive, with a longer password", async () => {
  const { mail, session, act, send, view } = await opened({ to: ["marie@orange.fr"], files: [["Bilan.pdf", REPORT], ["notes.txt", "bonjour"]] });
  await act({ act: "seal-all" });
  assert.equal(session.bits, 100);
  await send();
  assert.equal(view().outcome?.sentence.key, "outlook.ready");
  assert.deepEqual(mail.files.map((one) => one.name), ["Bilan (chiffré).pdf", "notes (chiffré).zip"]);
});

for (const call of ["addFileAttachmentFromBase64Async", "removeAttachmentAsync", "sessionData.setAsync"]) {
  for (const fault of ["fails", "throws"]) {
    test(`where ${call} ${fault}, the clear file is not lost and nothing counts as confirmed`, async () => {
      const { mail, act, send, click, view } = await opened({ to: ["marie@orange.fr"], files: [["Bilan.pdf", REPORT]], faults: { [call]: fault } });
      await act({ act: "cure", finding: view().attachment_findings[0].id, index: 0 });
      await send();
      assert.equal(view().phase, "ended");
      assert.equal(view().outcome.tone, "block");
      assert.ok(mail.files.some((one) => one.name === "Bilan.pdf"));
      assert.equal((await click()).allowEvent, false);
    });
  }
}

for (const [sentence, text, blocked] of [
  ["a PDF locked elsewhere does not leave with its password", "Pour l’ouvrir, tapez : Rose-1203-Bleu", true],
  ["nor with its password parted by blanks", "mdp : Rose 1203 Bleu", true],
  ["without it nothing is said", "Le mot de passe vous est donné au téléphone.", false],
]) {
  test(sentence, async () => {
    const locked = (await qpdf()).seal(new Uint8Array(REPORT), "Rose-1203-Bleu");
    const { view } = await opened({ to: ["marie@orange.fr"], text, files: [["Bilan.pdf", locked]] });
    const found = view().attachment_findings.map((one) => one.evidence.key);
    assert.deepEqual(found, blocked ? ["finding.password-in-mail.body"] : []);
    assert.equal(view().tone, blocked ? "block" : "good");
    assert.doesNotMatch(JSON.stringify(view().attachment_findings), /Rose/);
  });
}

// -- sending from the pane (Mailbox 1.15) ---------------------------------------------------------

const SENDS = { ...TWO, permission: "ReadWriteMailbox" };

async function hidden(mail, options) {
  const made = await opened(mail, options);
  await made.act({ act: "cure", finding: made.view().recipient_findings[0].id, index: 0 });
  return made;
}

test("where the pane can send, its button says so, the handler is asked, and the mail leaves once", async () => {
  const { mail, send, view, told } = await hidden(SENDS, { canSend: true });
  assert.equal(view().primary.key, "confirm.send.bcc");
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.left");
  assert.equal(mail.sent, 1);
  // Whatever must be kept is kept before: once the message is gone, so is the pane.
  assert.equal(told.filter((call) => call === "sendAsync").length, 1);
  assert.ok(told.indexOf("sendAsync") > told.lastIndexOf("sessionData.setAsync"));
});

for (const [sentence, mail] of [
  ["without the permission", { permission: "ReadWriteItem" }],
  ["where another add-in keeps it", { onSend: async () => ({ allowEvent: false }) }],
  ["where sending fails", { faults: { sendAsync: "fails" } }],
  ["where sending throws", { faults: { sendAsync: "throws" } }],
]) {
  test(`${sentence}, it is still confirmed: Outlook’s own button sends it`, async () => {
    const made = await hidden({ ...SENDS, ...mail }, { canSend: true });
    await made.send();
    assert.equal(made.mail.sent, 0);
    assert.equal(made.view().outcome.sentence.key, "outlook.ready");
    assert.equal((await load("a browser", made.item).call("onMessageSend")).allowEvent, true);
  });
}

test("an Outlook older than 1.15 has no way to send, and is not asked to", async () => {
  const { item, mail, send, view, told } = await hidden({ ...TWO, requirements: 14 });
  assert.throws(() => item.sendAsync, /no item\.sendAsync/);
  assert.equal(view().primary.key, "outlook.primary.bcc");
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  assert.deepEqual([mail.sent, told.includes("sendAsync")], [0, false]);
});

test("with a sealed file the pane does not send: its password would close with it", async () => {
  const files = [["Bilan.pdf", REPORT]];
  const { mail, act, send, view } = await opened({ ...SENDS, to: ["marie@orange.fr"], files }, { canSend: true });
  await act({ act: "cure", finding: view().attachment_findings[0].id, index: 0 });
  assert.equal(view().primary.key, "outlook.primary.seal");
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  assert.equal(view().password.opens, 1);
  assert.equal(mail.sent, 0);
});

test("what a handler reads meanwhile does not undo what was confirmed", async () => {
  const files = [["Bilan.pdf", REPORT]];
  const { item, mail, act, send, click, view } = await opened({ to: ["marie@orange.fr"], files });
  await act({ act: "cure", finding: view().attachment_findings[0].id, index: 0 });
  // Outlook calls the handlers while the pane replaces files, in a runtime of its own.
  const slow = new Proxy(item, {
    get: (target, key) => key !== "getAttachmentContentAsync" ? target[key]
      : (id, done) => setTimeout(() => target.getAttachmentContentAsync(id, done), 400),
  });
  const reading = load("a browser", slow).call("onMessageAttachmentsChanged");
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  await reading;
  assert.ok(mail.session["sceau-read"]);
  assert.equal((await click()).allowEvent, true);
});

test("once confirmed, the line above the message goes", async () => {
  const { item, mail, act, send, view } = await opened(TWO);
  await load("a browser", item).call("onMessageRecipientsChanged");
  assert.ok(mail.notices.sceau);
  await act({ act: "acknowledge", finding: view().recipient_findings[0].id, on: true });
  await send();
  assert.deepEqual(mail.notices, {});
});

// -- what changes beside the open pane ------------------------------------------------------------

test("a recipient added beside the open pane is shown, and what was chosen stands", async () => {
  const { mail, session, act, view } = await opened(TWO);
  await act({ act: "cure", finding: view().recipient_findings[0].id, index: 0 });
  mail.cc.push({ emailAddress: "zoe@gmial.com", displayName: "Zoé", recipientType: "other" });
  await Promise.all([session.refresh(), session.refresh(), session.refresh()]);
  assert.equal(view().recipients.length, 3);
  assert.equal(view().todo.key, "confirm.todo.open");
  assert.ok(view().recipient_findings.some((one) => one.evidence.values.meant === "gmail.com"));
  assert.deepEqual(view().recipient_findings.filter((one) => one.state === "cured").length, 1);
});

test("a file the person left in clear is not sealed beforehand again", async () => {
  const files = [["a.csv", "Patient;Marie Durand\nTSH;6,4 mUI/L"]];
  const { mail, session, attach, act, view } = await opened({ to: ["marie@orange.fr"], files });
  assert.equal(view().attachments[0].sealed, true);
  await act({ act: "seal", attachment: view().attachments[0].id, on: false });
  attach("b.csv", "Patient;Marie Durand\nglycémie;1,4 g/l");
  await session.refresh();
  assert.equal(mail.files.length, 2);
  assert.deepEqual(view().attachments.map((one) => one.sealed), [false, true]);
});

test("what changes while it is confirmed is not taken for what was shown", async () => {
  const { mail, session, act, send, view } = await opened(TWO);
  await act({ act: "acknowledge", finding: view().recipient_findings[0].id, on: true });
  mail.to.push({ emailAddress: "zoe@sfr.fr", displayName: "Zoé", recipientType: "other" });
  const refreshing = session.refresh();
  await send();
  await refreshing;
  assert.equal(view().phase, "review");
  assert.deepEqual(mail.session, {});
  assert.equal(view().recipients.length, 3);
});

test("once confirmed, the password stays in sight whatever changes", async () => {
  const { mail, session, act, send, view } = await opened({ to: ["marie@orange.fr"], files: [["Bilan.pdf", REPORT]] });
  await act({ act: "seal-all" });
  await send();
  mail.to.push({ emailAddress: "zoe@sfr.fr", displayName: "Zoé", recipientType: "other" });
  await session.refresh();
  assert.equal(view().phase, "ended");
  assert.equal(view().password.password, session.password);
});

// -- stopping --------------------------------------------------------------------------------------

test("stopped while files are sealed, nothing has happened, and what was chosen stands", async () => {
  const files = [["Bilan.pdf", REPORT], ["notes.txt", "bonjour"]];
  const { mail, session, act, send, view } = await opened({ to: ["marie@orange.fr"], files });
  await act({ act: "seal-all" });
  const before = JSON.stringify({ ...mail, session: 0 });
  const { password } = session;
  assert.equal(session.stop(), false);
  const sending = send();
  while (!view().progress?.can_cancel) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  assert.equal(session.stop(), true);
  await sending;
  assert.equal(view().phase, "review");
  assert.equal(JSON.stringify({ ...mail, session: 0 }), before);
  assert.equal(view().attachments.filter((one) => one.sealed).length, 2);
  assert.equal(session.password, password);
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
});

test("how far sealing is goes up and ends whole", async () => {
  const { act, send, views } = await opened({ to: ["marie@orange.fr"], files: [["photo.bin", new Uint8Array(4_000_000).map((_, at) => at * 7919)]] });
  await act({ act: "seal-all" });
  await send();
  const parts = views.map((one) => one.progress).filter((one) => one?.can_cancel).map((one) => one.done);
  assert.ok(parts.length > 3, String(parts));
  assert.deepEqual(parts, parts.slice().sort((one, other) => one - other));
  assert.ok(parts.at(-1) <= 100);
});

test("a cure taken back is as if it had never been", async () => {
  const { act, view } = await opened(TWO);
  const first = view();
  await act({ act: "cure", finding: first.recipient_findings[0].id, index: 0 });
  await act({ act: "undo", finding: first.recipient_findings[0].id });
  assert.deepEqual({ ...view(), revision: 0 }, { ...first, revision: 0 });
});

test("a send on an older view changes nothing", async () => {
  const { mail, act, session, view } = await opened(TWO);
  await act({ act: "acknowledge", finding: view().recipient_findings[0].id, on: true });
  await act({ act: "send", revision: session.revision - 1 });
  assert.equal(view().phase, "review");
  assert.deepEqual(mail.session, {});
});
