// Cures that change the text of a message: what is taken out goes, what the person wrote stays, and
// nothing counts as confirmed unless Outlook did just that.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { keepViews, opened, qpdf } from "./pane.mjs";
import { load } from "./runtimes.mjs";

const REPORT = readFileSync(new URL("../../review/reading/samples/consultation.pdf", import.meta.url));
after(keepViews);

const WEB = new URL("../../../addin/outlook/web/", import.meta.url);
const ZIP = new URL("node_modules/@zip.js/zip.js/lib/zip-core-external.js", WEB);
const { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } = await import(ZIP);

const OWN = "Bonjour, c’est noté pour mardi.";
const SIGNED = '<div id="Signature"><p style="color:#0b5394">Camille Roux<br>Secrétariat</p><img src="cid:logo.png@01DC" width="90"></div>';
const OLD = "Votre glycémie est à 2,4 g/L et le diabète n’est pas équilibré : l’insuline est reprise. ";
const HISTORY =
  '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">' +
  '<div id="divRplyFwdMsg" dir="ltr"><b>De :</b> Marie Durand &lt;marie@orange.fr&gt;<br><b>Envoyé :</b> mardi 3 mars 2026 10:12<br>' +
  `<b>Objet :</b> Suivi</div><div><p>${OLD.repeat(45)}</p><img src="cid:scan.jpg@01DD"><a href="https://exemple.fr/suivi">suivi</a></div>`;
const page = (body) => `<html><head><style>p{margin:0}</style></head><body dir="ltr">${body}</body></html>`;
const PICTURES = [
  ["logo.png", new Uint8Array([1]), { isInline: true }],
  ["scan.jpg", new Uint8Array([2]), { isInline: true }],
];
const REPLY = {
  to: ["Marie Durand <marie@orange.fr>"], subject: "RE: Suivi", type: "reply", files: PICTURES,
  html: page(`<div style="font-family:Aptos">${OWN}</div>${SIGNED}${HISTORY}`),
};
const PLAIN = {
  ...REPLY, form: "text", files: [], html: "<pre>…</pre>",
  text: `${OWN}\r\n-- \r\nCamille Roux\r\n\r\nLe 3 mars 2026 à 10:12, Marie Durand a écrit :\r\n${`> ${OLD}\r\n`.repeat(45)}`,
};

const rows = (view) => [...view.mail_findings, ...view.attachment_findings, ...view.recipient_findings];
const row = (view, key) => rows(view).find((one) => one.evidence.key.startsWith(key));
const labels = (one) => one.cures.map((cure) => cure.label.key);

async function cured(mail, finding = "finding.long-history", cure = "cure.cut-history") {
  const made = await opened(mail);
  const one = row(made.view(), finding);
  const { index } = one.cures.find((each) => each.label.key === cure);
  await made.act({ act: "cure", finding: one.id, index });
  return { ...made, finding: one.id };
}

test("the history goes, the person's words, signature and logo stay as they were", async () => {
  const { mail, send, click, view } = await cured(REPLY);
  const one = row(view(), "finding.long-history");
  assert.equal(one.state, "cured");
  assert.deepEqual(one.done, { key: "confirm.cured-cut", values: { count: 3 } });
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  assert.ok(mail.html.includes(`<div style="font-family:Aptos">${OWN}</div>${SIGNED}`));
  assert.doesNotMatch(mail.html + mail.text, /glycémie|divRplyFwdMsg|cid:scan|exemple\.fr|_____/);
  assert.deepEqual(mail.files.map((file) => file.name), ["logo.png"]);
  assert.equal((await click()).allowEvent, true);
});

test("out of a plain text its lines go, and it stays plain", async () => {
  const { mail, told, send, click, view } = await cured(PLAIN);
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  assert.equal(mail.text, `${OWN}\r\n-- \r\nCamille Roux\r\n\r\n`);
  assert.equal(told.filter((call) => call === "body.setAsync").length, 1);
  assert.equal((await click()).allowEvent, true);
});

test("a cut taken back leaves the text alone", async () => {
  const { mail, told, act, view, finding, send } = await cured(REPLY);
  await act({ act: "undo", finding });
  assert.equal(row(view(), "finding.long-history").state, "open");
  await act({ act: "acknowledge", finding, on: true });
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  assert.equal(mail.html, REPLY.html);
  assert.ok(!told.includes("body.setAsync"));
});

test("a picture an Outlook before 1.16 gives no Content-ID of is known by its name, given one by that", async () => {
  const files = PICTURES.map(([name, content, more], place) => [`image00${place}.png`, content, { ...more, contentId: `${name}@${["01DC", "01DD"][place]}` }]);
  const { mail, send } = await cured({ ...REPLY, files });
  await send();
  assert.deepEqual(mail.files.map((file) => file.name), ["image000.png"]);
});

test("a picture nobody can tell the place of goes only where none is left to see", async () => {
  const unknown = { isInline: true, contentId: "autre@x" };
  const files = [...PICTURES, ["autre.png", new Uint8Array([3]), unknown]];
  const left = await cured({ ...REPLY, files });
  await left.send();
  assert.deepEqual(left.mail.files.map((file) => file.name), ["logo.png", "autre.png"]);
  const none = await cured({ ...REPLY, files, html: REPLY.html.replace(/<img src="cid:logo[^>]*>/, "") });
  await none.send();
  assert.equal(none.view().outcome.sentence.key, "outlook.ready");
  assert.deepEqual(none.mail.files.map((file) => file.name), []);
});

test("what was typed since is not written over", async () => {
  const { mail, send, view } = await cured(REPLY);
  mail.html = mail.html.replace(OWN, `${OWN} À 14 h.`);
  await send();
  assert.equal(view().phase, "review");
  assert.match(mail.html, /À 14 h\..*divRplyFwdMsg/);
});

test("nor what is typed between the last look and the writing", async () => {
  const { mail, told, send, view } = await cured(REPLY);
  const typed = mail.html.replace(OWN, `${OWN} À 14 h.`);
  let looks = 0;
  told.push = (...calls) => {
    looks += calls.includes("body.getAsync") ? 1 : 0;
    // The pane reads both forms before anything is carried out; then the one it is about to change.
    if (looks === 3) {
      mail.html = typed;
    }
    return Array.prototype.push.apply(told, calls);
  };
  await send();
  assert.equal(view().phase, "review");
  assert.equal(row(view(), "outlook.text-otherwise"), undefined);
  assert.equal(mail.html, typed);
  assert.ok(!told.includes("body.setAsync"));
});

for (const [what, rewrites] of [
  ["leaves words out", (html) => html.replace("mardi", "")],
  ["adds words", (html) => html.replace(OWN, `${OWN} Envoyé de mon téléphone`)],
  ["loses the logo", (html) => html.replace(/<img[^>]*>/, "")],
  ["leads elsewhere", (html) => html.replace("Camille", '<a href="https://ailleurs.example/">Camille</a>')],
  ["keeps what was to go", () => REPLY.html],
]) {
  test(`where Outlook ${what}, the message is not let go, and it is said`, async () => {
    const { mail, send, click, view } = await cured({ ...REPLY, rewrites });
    await send();
    assert.equal(view().phase, "ended");
    assert.equal(view().outcome.tone, "block");
    assert.deepEqual(view().outcome.details.map((one) => one.key), ["outlook.text-otherwise"]);
    const answer = await click();
    assert.equal(answer.allowEvent, false);
    assert.match(answer.errorMessage, /Relisez-le/);
    // Read again and confirmed as it stands, it leaves.
    const again = await reopened(mail);
    assert.equal(row(again.view(), "outlook.text-otherwise").acknowledge.key, "confirm.acknowledge.outlook-text");
    await again.confirm();
    assert.equal((await load("a browser", again.item).call("onMessageSend")).allowEvent, true);
  });
}

async function reopened(mail) {
  const given = { type: "reply", to: mail.to, subject: mail.subject, html: mail.html, text: mail.text };
  const made = await opened({ ...given, files: mail.files.map(({ name, bytes, isInline }) => [name, bytes, { isInline }]) });
  Object.assign(made.mail.session, mail.session);
  await made.session.refresh();
  const confirm = async () => {
    for (const one of rows(made.view()).filter((each) => each.state === "open")) {
      await made.act({ act: "acknowledge", finding: one.id, on: true });
    }
    await made.send();
    assert.equal(made.view().outcome.sentence.key, "outlook.ready");
  };
  return { ...made, confirm };
}

for (const fault of ["fails", "throws"]) {
  for (const call of ["body.setAsync", "body.getAsync"]) {
    test(`where ${call} ${fault}, nothing is lost and nothing counts as confirmed`, async () => {
      const faults = {};
      const { mail, send, click, view } = await cured({ ...REPLY, faults });
      faults[call] = fault;
      await send();
      assert.equal(view().phase, "ended");
      assert.equal(view().outcome.tone, "block");
      assert.ok(mail.html.includes(OWN));
      assert.equal((await click()).allowEvent, false);
      delete faults[call];
      assert.equal((await click()).allowEvent, false);
    });
  }
}

test("Outlook says again and again that its text was changed: it is confirmed once", async () => {
  const { mail, send, view } = await cured({ ...REPLY, faults: { "body.setAsync": "twice" } });
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  assert.equal(mail.html.match(/Camille/g).length, 1);
});

// -- a password, a link -----------------------------------------------------------------------------

const LOCKED = (await qpdf()).seal(new Uint8Array(REPORT), "Rose-1203-Bleu");
const WITH_PASSWORD = {
  to: ["marie@orange.fr"], subject: "Votre bilan Rose-1203-Bleu", files: [["Bilan.pdf", LOCKED], PICTURES[0]],
  html: page(`<p>${OWN}</p><p>Pour l’ouvrir : <b>Rose</b>-1203-&#66;leu</p>${SIGNED}`),
};

test("a password goes from the text, whatever stands between its letters, and from the subject", async () => {
  const { mail, send, click, view } = await cured(WITH_PASSWORD, "finding.password-in-mail", "cure.password-out");
  assert.equal(row(view(), "finding.password-in-mail").state, "cured");
  assert.doesNotMatch(JSON.stringify(view()), /Rose(?!-1203-Bleu",)/);
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  assert.equal(mail.subject, "Votre bilan");
  assert.doesNotMatch(mail.text + mail.html, /Rose|1203|Bleu|&#66;/);
  assert.ok(mail.html.includes(`<p>${OWN}</p>`) && mail.html.includes(SIGNED));
  assert.deepEqual(mail.files.map((file) => file.name), ["Bilan.pdf", "logo.png"]);
  assert.equal((await click()).allowEvent, true);
});

test("out of a plain text too", async () => {
  const text = `${OWN}\r\nMot de passe : Rose-1203-Bleu\r\nCamille`;
  const { mail, send, click } = await cured({ ...WITH_PASSWORD, form: "text", text }, "finding.password-in-mail", "cure.password-out");
  await send();
  assert.equal(mail.text, `${OWN}\r\nMot de passe : \r\nCamille`);
  assert.equal((await click()).allowEvent, true);
});

test("of a link to a sharing service the way goes, and its words stay", async () => {
  const html = page(`<p>${OWN} <a href="https://we.tl/t-AbCd">Vos images</a> https://we.tl/t-AbCd</p>${SIGNED}`);
  const { mail, send, click, view } = await cured({ to: ["marie@orange.fr"], html, files: [PICTURES[0]] }, "finding.consumer-sharing-link", "cure.link-out");
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  assert.ok(mail.html.includes(`<p>${OWN} Vos images </p>${SIGNED}`), mail.html);
  assert.equal((await click()).allowEvent, true);
});

test("history and password go at once", async () => {
  const html = REPLY.html.replace(OWN, `${OWN} Rose-1203-Bleu`);
  const { mail, act, send, view } = await cured({ ...REPLY, html, files: [["Bilan.pdf", LOCKED], ...PICTURES] });
  await act({ act: "cure", finding: row(view(), "finding.password-in-mail").id, index: 0 });
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  assert.ok(mail.html.includes(`${OWN} </div>${SIGNED}`));
  assert.doesNotMatch(mail.html, /Rose|glycémie/);
});

test("cures that cannot be made together are not: the last one is taken back, and it is said", async () => {
  // What is left of the text is the password alone.
  const html = page(`<p>Rose-1203-Bleu</p>${HISTORY}`);
  const { act, view } = await cured({ ...REPLY, html, files: [["Bilan.pdf", LOCKED], PICTURES[1]] });
  await act({ act: "cure", finding: row(view(), "finding.password-in-mail").id, index: 0 });
  const one = row(view(), "finding.password-in-mail");
  assert.equal(one.state, "open");
  assert.equal(one.problem.key, "error.no-history");
  assert.equal(row(view(), "finding.long-history").state, "cured");
});

// -- the text in an encrypted document --------------------------------------------------------------

const SICK = {
  to: ["marie@orange.fr"], subject: "Suivi", files: [PICTURES[0]],
  html: page(`<p>Bonjour Madame, votre TSH est à 6,4 mUI/L : l’hypothyroïdie est <b>confirmée</b> 😀.</p>${SIGNED}<p>&lt;b&gt; 1 &amp; 2</p>`),
};
const COVER = "Ce message est confidentiel";
const LETTER_FILE = "Message (chiffré).zip";

const WORDS = { to: ["marie@orange.fr"], form: "text", html: "<pre></pre>", text: "Votre TSH est à 6,4 mUI/L : l’hypothyroïdie est confirmée." };
const PNG = readFileSync(new URL("icons/16.png", WEB));
const BARE_PHOTO = readFileSync(new URL("photo.jpg", import.meta.url));

// The picture as a camera gives it: turned, and with the place it was taken at.
function photo(turn) {
  const exif = Buffer.concat([
    Buffer.from("Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", "latin1"), Buffer.from([turn, 0, 0, 0, 0, 0, 0]),
    Buffer.from("GPS-PLACE"),
  ]);
  const length = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return new Uint8Array(Buffer.concat([BARE_PHOTO.subarray(0, 2), length, exif, BARE_PHOTO.subarray(2), Buffer.from("GPS-PLACE")]));
}

// The sealed PDF open to all, to look for what may not be in it.
async function qpdfed(bytes, password) {
  const folder = mkdtempSync(join(tmpdir(), "sealed-"));
  const file = join(folder, "sealed.pdf");
  writeFileSync(file, bytes);
  const { stdout } = spawnSync("qpdf", [`--password=${password}`, "--decrypt", "--qdf", file, "-"], { maxBuffer: 2 ** 26 });
  rmSync(folder, { recursive: true });
  assert.match(String(stdout.subarray(0, 5)), /%PDF-/);
  return stdout;
}

async function inLetter(mail) {
  return cured(mail, "finding.health-data.body", "cure.seal-body");
}

async function pageIn(mail, password) {
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(mail.files.find((one) => one.name === LETTER_FILE).bytes)));
  const [entry] = await reader.getEntries();
  assert.equal(entry.filename, "document.html");
  return new TextDecoder().decode(await entry.getData(new Uint8ArrayWriter(), { password }));
}

test("the whole text goes into an archive, with its pictures, and a neutral sentence stands in its place", async () => {
  const { mail, told, session, send, click, view } = await inLetter(SICK);
  assert.deepEqual(view().text, { sealed: true });
  assert.equal(view().primary.key, "outlook.primary.seal");
  assert.equal(row(view(), "finding.health-data.body").done.key, "confirm.cured-sealed");
  assert.equal(view().password.opens, 1);
  const { password } = session;
  await send();
  assert.equal(view().outcome?.sentence.key, "outlook.ready");
  assert.match(mail.text, new RegExp(COVER));
  assert.doesNotMatch(mail.text + mail.html, /TSH|Camille|thyro|<img/);
  assert.deepEqual(mail.files.map((one) => one.name), [LETTER_FILE]);
  const read = await pageIn(mail, password);
  assert.match(read, /^<!DOCTYPE html>\n<meta charset="utf-8">/);
  assert.ok(read.includes("l’hypothyroïdie est <b>confirmée</b> 😀.") && read.includes("&lt;b&gt; 1 &amp; 2"));
  assert.ok(read.includes('<img src="data:image/png;base64,AQ==" width="90">'));
  assert.match(read, /default-src 'none'; img-src data:/);
  // What was to be put in is there before what it replaces goes.
  const order = told.filter((call) => /^(?:add|remove|body\.set)/.test(call));
  assert.deepEqual(order, ["addFileAttachmentFromBase64Async", "body.setAsync", "removeAttachmentAsync"]);
  assert.equal((await click()).allowEvent, true);
});

const PDF_FILE = "Message (chiffré).pdf";
const SIZE = [595, 842];

function poppler(program, bytes, ...options) {
  const { status, stdout } = spawnSync(program, [...options, "-", ...(program === "pdftotext" ? ["-"] : [])], { input: bytes });
  return { status, said: String(stdout) };
}

// What is on the pages, read by poppler; nobody else may open it.
function pdfIn(mail, password) {
  const bytes = new Uint8Array(mail.files.find((one) => one.name === PDF_FILE).bytes);
  assert.notEqual(poppler("pdftotext", bytes).status, 0);
  assert.notEqual(poppler("pdftotext", bytes, "-upw", `${password}x`).status, 0);
  const { status, said } = poppler("pdftotext", bytes, "-upw", password, "-layout");
  const info = poppler("pdfinfo", bytes, "-upw", password).said;
  assert.equal(status, 0);
  return { said, info, pages: Number(/^Pages: +(\d+)$/m.exec(info)[1]), bytes };
}

const signs = (text) => text.replace(/[\s\u00a0\u202f]+/g, "");

test("a text in French becomes a PDF, and each of its signs is read back out of it", async () => {
  const letters = "àâäçéèêëîïôöùûüÿæœ ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒ « € » – — … ’ ‘ “ ” • ™ ‰ ß ñ ¿ ¡ ² ½ ° § ~ | \\ ( ) < > & % #";
  const long = `${"mot ".repeat(60)}${"x".repeat(300)} fin`;
  const text = ["Bonjour Madame,", "", `votre TSH est à 6,4\u00a0mUI/L\u202f: l’hypothyroïdie est confirmée.`, letters, long, ...Array.from({ length: 120 }, (_, at) => `\tligne ${at}`)];
  const { mail, session, send, click, view } = await inLetter({ to: ["marie@orange.fr"], form: "text", html: "<pre></pre>", text: text.join("\r\n") });
  const { password } = session;
  await send();
  assert.equal(view().outcome?.sentence.key, "outlook.ready");
  assert.match(mail.text, new RegExp(`^Bonjour,\r\n\r\n${COVER}`));
  assert.deepEqual(mail.files.map((one) => one.name), [PDF_FILE]);
  const { said, pages, info } = pdfIn(mail, password);
  assert.equal(signs(said), signs(text.join("\n")));
  assert.equal(pages, 3);
  assert.match(info, new RegExp(`^Page size: +${SIZE[0]} x ${SIZE[1]} pts`, "m"));
  assert.match(info, /algorithm:AES-256/);
  assert.doesNotMatch(info, /^(?:Title|Author|Creator|Producer|CreationDate|ModDate):/m);
  assert.equal((await click()).allowEvent, true);
});

test("signs that Windows-1252 lacks are said by others that mean the same, as in the helper's letter", async () => {
  const { mail, session, send } = await inLetter({ ...WORDS, text: "Votre TSH est à 6 mUI/L, l’hypothyroïdie est confirmée → arrêt si ≥ 10 jours ; e\u0301te\u0301\u200b" });
  const { password } = session;
  await send();
  assert.equal(signs(pdfIn(mail, password).said), signs("Votre TSH est à 6 mUI/L, l’hypothyroïdie est confirmée -> arrêt si >= 10 jours ; été"));
});

for (const [what, sign] of [["Greek", "Ω"], ["Arabic", "سلام"], ["a pictogram", "😀"], ["Chinese", "中"]]) {
  test(`${what} goes into the page in an archive, where nothing is lost`, async () => {
    const { mail, session, send } = await inLetter({ ...WORDS, text: `${WORDS.text} ${sign}` });
    const { password } = session;
    await send();
    assert.ok((await pageIn(mail, password)).includes(sign));
  });
}

test("pictures stand on pages behind the text, without what the camera wrote beside them", async () => {
  const files = [["logo.png", PNG, { isInline: true }], ["scan.jpg", photo(1), { isInline: true }]];
  const { mail, session, send } = await inLetter({ ...SICK, files, html: SICK.html.replace("😀", "") });
  const { password } = session;
  assert.ok(Math.log2(32) * password.replace(/-/g, "").length >= 100);
  await send();
  assert.deepEqual(mail.files.map((one) => one.name), [PDF_FILE]);
  const { said, pages, bytes } = pdfIn(mail, password);
  assert.equal(pages, 3);
  assert.ok(signs(said).startsWith("BonjourMadame,votreTSH"));
  const listed = poppler("pdfimages", bytes, "-upw", password, "-list").said;
  assert.match(listed, /\b16 +16 .*image/);
  assert.match(listed, /\bjpeg\b/);
  assert.ok(Buffer.from(photo(1)).includes("GPS-PLACE"));
  const clear = await qpdfed(bytes, password);
  assert.ok(!clear.includes("GPS-PLACE") && clear.includes("JFIF"));
});

for (const [what, name, content] of [
  ["a picture of another kind", "logo.gif", Buffer.from("GIF89a")],
  ["one that is not what its name says", "logo.png", Buffer.from("GIF89a")],
  ["one the camera has turned", "logo.jpg", photo(6)],
  ["a damaged one", "logo.png", PNG.slice(0, 60)],
  ["one that breaks off", "logo.jpg", photo(1).slice(0, 200)],
]) {
  test(`${what} stays in the page in an archive`, async () => {
    const html = SICK.html.replace("😀", "").replace("logo.png@01DC", `${name}@01DC`);
    const { mail, session, send } = await inLetter({ ...SICK, html, files: [[name, content, { isInline: true }]] });
    const { password } = session;
    await send();
    assert.ok((await pageIn(mail, password)).includes("confirmée"));
  });
}

test("a picture typed into the HTML, which is no file, stays in the page", async () => {
  const html = page(`<p>Votre TSH est à 6,4 mUI/L : l’hypothyroïdie est confirmée.</p><img alt="" src="data:image/png;base64,AAAA">`);
  const { mail, session, send } = await inLetter({ to: ["marie@orange.fr"], html });
  const { password } = session;
  await send();
  assert.match(await pageIn(mail, password), /base64,AAAA/);
});

test("a picture the text shows nowhere by its name stands below it: nothing is lost", async () => {
  const files = [["scan.jpg", new Uint8Array([2]), { isInline: true, contentId: "autre@x" }]];
  const { mail, session, send } = await inLetter({ ...SICK, files });
  const { password } = session;
  await send();
  assert.match(await pageIn(mail, password), /<p><img alt="" src="data:image\/jpeg;base64,Ag=="><\/p>$/);
  assert.deepEqual(mail.files.map((one) => one.name), [LETTER_FILE]);
});

test("where a picture cannot be read, nothing is changed, and it is said", async () => {
  const { mail, send, view } = await inLetter({ ...SICK, faults: { getAttachmentContentAsync: "fails" } });
  const before = JSON.stringify(mail);
  await send();
  assert.equal(view().outcome.tone, "block");
  assert.deepEqual(view().outcome.details.map((one) => one.key), ["error.letter-picture"]);
  assert.equal(JSON.stringify(mail), before);
});

for (const [call, fault] of [["addFileAttachmentFromBase64Async", "fails"], ["body.setAsync", "fails"], ["removeAttachmentAsync", "fails"]]) {
  test(`where ${call} ${fault}, the text is in one place at least, and nothing counts as confirmed`, async () => {
    const { mail, session, send, click, view } = await inLetter({ ...SICK, faults: { [call]: fault } });
    const { password } = session;
    await send();
    assert.equal(view().outcome.tone, "block");
    assert.equal(view().password.password, password); // whatever went in opens with it
    assert.ok(mail.html.includes("hypothyroïdie") || (await pageIn(mail, password)).includes("hypothyroïdie"));
    assert.equal((await click()).allowEvent, false);
  });
}

test("its own switch puts any text there, takes it out again, and a cure taken back does too", async () => {
  const { act, view } = await opened({ to: ["marie@orange.fr"], text: "Bonjour." });
  assert.deepEqual(view().text, { sealed: false });
  await act({ act: "seal-text", on: true });
  assert.deepEqual(view().text, { sealed: true });
  assert.equal(view().password.opens, 1);
  await act({ act: "seal-text", on: false });
  assert.equal(view().password, null);
  const sick = await inLetter(SICK);
  await sick.act({ act: "undo", finding: sick.finding });
  assert.deepEqual([sick.view().text, sick.view().password], [{ sealed: false }, null]);
});

test("with the history chosen too, the letter holds the whole of it", async () => {
  const { mail, act, session, send, view } = await cured(REPLY);
  await act({ act: "seal-text", on: true });
  const { password } = session;
  await send();
  assert.equal(view().outcome?.sentence.key, "outlook.ready");
  const read = await pageIn(mail, password);
  assert.ok(read.includes("glycémie") && read.includes('src="data:image/jpeg;base64,Ag=="'));
});

test("a number in subject, text and a file's name: all of them at once", async () => {
  const NIR = "2 69 05 49 588 157 80";
  const files = [[`${NIR}.txt`, "bonjour"]];
  const { mail, session, send, click, view } = await cured(
    { to: ["marie@orange.fr"], subject: `Dossier ${NIR}`, html: page(`<p>Votre numéro : ${NIR}</p>`), files },
    "finding.identifier.nir", "cure.protect-all",
  );
  const { password } = session;
  await send();
  assert.equal(view().outcome?.sentence.key, "outlook.ready");
  assert.doesNotMatch(mail.subject + mail.text + mail.html + mail.files.map((one) => one.name).join(), /588/);
  assert.match(pdfIn(mail, password).said, /588/);
  assert.equal((await click()).allowEvent, true);
});

test("a link in a text too long to be changed: what to do instead is said", async () => {
  const data = `<img src="data:image/png;base64,${"A".repeat(1_000_000)}">`;
  const { view } = await opened({ to: ["marie@orange.fr"], html: page(`<p>https://we.tl/t-AbCd</p>${data}`) });
  const one = row(view(), "finding.consumer-sharing-link");
  assert.deepEqual([one.cures, one.way_on.key], [[], "outlook.text.too-long"]);
});

test("an empty text has no switch, nor has a signed one", async () => {
  for (const mail of [{ text: " " }, { text: "-----BEGIN PGP SIGNED MESSAGE-----\r\nBonjour" }]) {
    const { view } = await opened({ to: ["marie@orange.fr"], ...mail });
    assert.equal(view().text, null);
  }
});

// -- where Outlook cannot ---------------------------------------------------------------------------

test("an Outlook without `setAsync` is not asked to: what to do instead is said", async () => {
  const { item, view } = await opened({ ...REPLY, requirements: 2 });
  assert.throws(() => item.body.setAsync("", {}, () => null), /no body\.setAsync/);
  const one = row(view(), "finding.long-history");
  assert.deepEqual(one.cures, []);
  assert.equal(one.way_on.key, "outlook.text.unable");
});

test("a text of which too much would be left can go into a document, and is not offered to be cut", async () => {
  const data = `<img src="data:image/png;base64,${"A".repeat(1_000_000)}">`;
  const { view } = await opened({ ...REPLY, html: REPLY.html.replace(OWN, OWN + data) });
  const one = row(view(), "finding.long-history");
  assert.deepEqual([labels(one), one.way_on], [["cure.seal-body"], null]);
});

test("a text too long for Outlook only by its history is cut", async () => {
  const data = `<img src="data:image/png;base64,${"A".repeat(1_000_000)}">`;
  const { mail, send, view } = await cured({ ...REPLY, html: REPLY.html.replace("</body>", `${data}</body>`) });
  await send();
  assert.equal(view().outcome.sentence.key, "outlook.ready");
  assert.ok(mail.html.length < 2_000);
});

for (const [what, more] of [
  ["signed with PGP", { ...PLAIN, text: `-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\n${PLAIN.text}` }],
  ["signed with S/MIME", { files: [["smime.p7s", new Uint8Array([1])]] }],
  ["in an S/MIME container", { files: [["smime.p7m", new Uint8Array([1])]] }],
]) {
  test(`a message ${what} is left as it is`, async () => {
    const { view } = await opened({ ...REPLY, ...more });
    assert.equal(row(view(), "finding.long-history").way_on.key, "confirm.way-on.signed");
    assert.deepEqual(rows(view()).flatMap((one) => labels(one)).filter((one) => /cut|seal|password/.test(one)), []);
  });
}
