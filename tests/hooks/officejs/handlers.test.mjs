// What Outlook is answered when Send is clicked: the shipped file, in both runtimes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compose } from "./outlook.mjs";
import { RUNTIMES, SHIPPED, load } from "./runtimes.mjs";

const PDF = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n";
const SEND = "onMessageSend";
const { sealZip, useWasm } = await import("../../../addin/outlook/web/seal/zip.js");
useWasm("data:,"); // none: these archives are small
const PASSWORD = "7kf3-9xpa";
const LOCKED = await sealZip(new TextEncoder().encode("contenu"), "notes.txt", PASSWORD);
const latin1 = (text) => Uint8Array.from(text, (one) => one.charCodeAt(0));

const OLD = "Votre glycémie est à 2,4 g/L et le diabète n’est pas équilibré : l’insuline est reprise. ";
const HISTORY = `<p>Bonjour, à mardi.</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>De :</b> Marie<br><b>Envoyé :</b> mardi<br></div><p>${OLD.repeat(45)}</p>`;
const UNSURE = { sceau: JSON.stringify({ confirmed: "", passwords: [], unsure: true }) };

const CASES = [
  ["a mail to a colleague leaves", { to: ["marc@clinique-exemple.fr"], text: "Bonjour Marc" }, true],
  ["a mail to one patient that says nothing leaves", { to: ["marie@orange.fr"], text: "Votre rendez-vous est confirmé." }, true],
  ["two patients who see each other do not", { to: ["marie@orange.fr", "paul@free.fr"] }, /se verront|voient|verra|adresse/],
  ["in hidden copy they do", { bcc: ["marie@orange.fr", "paul@free.fr"], text: "Fermeture lundi." }, true],
  ["an open PDF does not", { to: ["marie@orange.fr"], files: [["bilan.pdf", PDF]] }, /bilan\.pdf/],
  ["within the establishment it does", { to: ["marc@clinique-exemple.fr"], files: [["bilan.pdf", PDF]] }, true],
  ["an encrypted PDF nobody looked into does not", { to: ["marie@orange.fr"], files: [["b.pdf", `${PDF}/Encrypt 5 0 R`]] }, /b\.pdf/],
  ["a slip in the domain does not", { to: ["marie@gmial.com"] }, /gmail\.com/],
  ["an address that is none does not", { to: ["marie@gmail"] }, /gmail/],
  ["a result in the text does not", { to: ["marie@orange.fr"], text: "Votre TSH est à 6,4 mUI/L." }, /TSH/],
  ["a social security number does not", { to: ["marie@orange.fr"], text: "NIR : 2 85 03 75 123 001 23" }, /28…|285…|num/],
  ["an announced file that is not there does not", { to: ["marie@orange.fr"], text: "Veuillez trouver ci-joint le compte rendu." }, /ci-joint/],
  ["a file kept in the cloud does not", { to: ["marie@orange.fr"], files: [["a.docx", "x", { attachmentType: "cloud" }]] }, /a\.docx/],
  ["a document nobody reads does not", { to: ["marie@orange.fr"], files: [["lettre.rtf", "{\\rtf1 x}"]] }, /lettre\.rtf.*ne lit pas/],
  ["a photograph does", { to: ["marie@orange.fr"], files: [["photo.jpg", Uint8Array.of(0xff, 0xd8, 0xff)]] }, true],
  ["nobody at all does not", {}, /destinataire/],
  ["a locked archive does", { to: ["marie@orange.fr"], text: "À bientôt.", files: [["notes.zip", LOCKED]] }, true],
  ["with its password in the text it does not", { to: ["marie@orange.fr"], text: `Mot de passe : ${PASSWORD}`, files: [["notes.zip", LOCKED]] }, /mot de passe.*notes\.zip|notes\.zip.*mot de passe/i],
  ["nor with its password parted otherwise", { to: ["marie@orange.fr"], text: "Tapez 7kf3 9xpa", files: [["notes.zip", LOCKED]] }, /notes\.zip/],
  ["nor with its password as the subject", { to: ["marie@orange.fr"], subject: PASSWORD, files: [["notes.zip", LOCKED]] }, /objet/],
  ["a table that says somebody’s results does not", { to: ["marie@orange.fr"], files: [["a.csv", "Patient;Marie Durand\nTSH;6,4 mUI/L\nglycémie;1,4 g/l"]] }, /a\.csv.*(?:TSH|glyc)/],
  ["in Windows’ letters neither", { to: ["marie@orange.fr"], files: [["a.txt", latin1("Marie Durand, trait\xe9e pour un diab\xe8te : glyc\xe9mie 1,4 g/l")]] }, /a\.txt.*diabète/],
  ["nor a web page with a social security number", { to: ["marie@orange.fr"], files: [["a.html", "<html><p>NIR&nbsp;: 2 85 03 75 123 001 23</p></html>"]] }, /a\.html/],
  ["a text file that says nothing does", { to: ["marie@orange.fr"], files: [["acces.txt", "Entrée par la rue de la Gare, code du portail affiché à l’accueil."]] }, true],
  ["a forward of somebody’s results does not", { to: ["marie@orange.fr"], type: "forward", text: "Voici.\n\nDe : Dr Leroy\nEnvoyé : mardi 3 mars 2026\nObjet : x\n\nVotre patient a une TSH à 6,4 mUI/L, hypothyroïdie." }, /Leroy|transf/],
  ["results to a shared mailbox do not", { to: ["contact@mairie.example"], text: "Mme Durand : TSH à 6,4 mUI/L." }, /contact@mairie\.example/],
  ["a greeting of somebody else does not", { to: ["Marie Durand <marie.durand@orange.fr>"], text: "Bonjour Madame Petit,\n\nÀ lundi." }, /Petit.*Marie Durand/],
  ["one of the recipient does", { to: ["Marie Durand <marie.durand@orange.fr>"], text: "Bonjour Madame Durand,\n\nÀ lundi." }, true],
  ["a letter about somebody else does not", { to: ["marie.durand@orange.fr"], files: [["lettre.txt", "Patient : PETIT Paul, né le 12/03/1950\nRendez-vous lundi."]] }, /lettre\.txt.*PETIT Paul/],
  ["a list of two patients does not", { to: ["marie.durand@orange.fr"], files: [["liste.csv", "Patient : DURAND Marie, née le 12/03/1950\nPatient : PETIT Paul, né le 01/02/1961"]] }, /liste\.csv.*(?:2|PETIT)/],
  ["nothing goes to a mailbox nobody reads", { to: ["noreply@impots.example"], text: "Bonjour" }, /noreply@impots\.example/],
  ["a long history about health does not", { to: ["marie@orange.fr"], type: "reply", html: HISTORY }, /cité dessous est long/],
  ["nor in a plain text", { to: ["marie@orange.fr"], type: "reply", form: "text", text: `Bonjour.\n\nLe 3 mars, Marie a écrit :\n${`> ${OLD}\n`.repeat(45)}` }, /cité dessous est long/],
  ["a link to a sharing service behind words does not", { to: ["marie@orange.fr"], html: '<p><a href="https://we.tl/t-Ab1">Vos images</a></p>' }, /WeTransfer/],
  ["a text that was being changed and was not confirmed since does not", { to: ["marc@clinique-exemple.fr"], text: "Bonjour", session: UNSURE }, /Relisez-le/],
  ["an unknown list does not", { to: ["list:Équipe <equipe@ailleurs.example>", "marie@orange.fr"] }, /list|adresse/],
];

for (const runtime of Object.keys(RUNTIMES)) {
  for (const [sentence, mail, expected] of CASES) {
    test(`${runtime}: ${sentence}`, async () => {
      const { item } = compose(mail);
      const answer = await load(runtime, item).call(SEND);
      assert.equal(answer.allowEvent, expected === true, answer.errorMessage);
      if (expected !== true) {
        assert.match(answer.errorMessage, expected);
        assert.ok(answer.errorMessage.length <= 500);
        assert.equal(answer.commandId, "SceauOpen");
        assert.doesNotMatch(answer.errorMessage, /[a-z]+\.[a-z-]+\.[a-z]|\{|undefined/);
      }
    });
  }

  const CALLS = [
    "from.getAsync", "to.getAsync", "cc.getAsync", "bcc.getAsync", "subject.getAsync", "body.getAsync",
    "getAttachmentsAsync", "getComposeTypeAsync",
  ];
  for (const call of CALLS) {
    for (const fault of ["fails", "throws", "silent"]) {
      test(`${runtime}: nothing leaves where ${call} ${fault}`, async () => {
        const { item } = compose({ to: ["marc@clinique-exemple.fr"], faults: { [call]: fault } });
        const answer = await load(runtime, item, { rush: 400 }).call(SEND);
        assert.equal(answer.allowEvent, false);
        assert.match(answer.errorMessage, /n’a pas pu vérifier ce message/);
      });
    }
  }

  for (const fault of ["fails", "throws", "silent"]) {
    test(`${runtime}: a file whose content ${fault} is told, not passed over`, async () => {
      const { item } = compose({
        to: ["marie@orange.fr"], files: [["bilan.pdf", PDF]], faults: { getAttachmentContentAsync: fault },
      });
      const answer = await load(runtime, item, { rush: 400 }).call(SEND);
      assert.equal(answer.allowEvent, false);
      assert.match(answer.errorMessage, /bilan\.pdf/);
    });
  }

  test(`${runtime}: a message is answered in English where Outlook is English`, async () => {
    const { item } = compose({ to: ["marie@gmial.com"] });
    const answer = await load(runtime, item, { language: "en-GB" }).call(SEND);
    assert.match(answer.errorMessage, /Open Sceau/);
  });

  test(`${runtime}: a click is answered once`, async () => {
    const { item } = compose({ to: ["marc@clinique-exemple.fr"] });
    const answer = await load(runtime, item).call(SEND);
    await new Promise((resolve) => {
      setTimeout(resolve, 30);
    });
    assert.equal(answer.answered(), 1);
  });

  test(`${runtime}: no message at all is answered too`, async () => {
    const answer = await load(runtime, null).call(SEND);
    assert.equal(answer.allowEvent, false);
  });

  test(`${runtime}: many findings are cut to what fits, the way out last`, async () => {
    const to = Array.from({ length: 60 }, (_, place) => `marie.${place}@gmial.com`);
    const { item } = compose({ to });
    const answer = await load(runtime, item).call(SEND);
    assert.ok(answer.errorMessage.length <= 500);
    assert.match(answer.errorMessage, /Ouvrez Sceau pour corriger ou confirmer\.$/);
  });

  test(`${runtime}: while writing, files are read once and a notice counts what is to check`, async () => {
    const made = compose({ to: ["marie@orange.fr", "paul@free.fr"], files: [["bilan.pdf", PDF]] });
    const { call } = load(runtime, made.item);
    await call("onMessageAttachmentsChanged");
    assert.match(made.mail.notices.sceau.message, /2 points à vérifier/);
    assert.doesNotMatch(JSON.stringify(made.mail.session), /bilan|marie|orange/);
    made.told.length = 0;
    const answer = await call(SEND);
    assert.equal(answer.allowEvent, false);
    assert.ok(!made.told.includes("getAttachmentContentAsync"));
    made.mail.to = [];
    made.mail.bcc = [];
    made.mail.cc = [{ emailAddress: "marc@clinique-exemple.fr", displayName: "Marc", recipientType: "user" }];
    await call("onMessageRecipientsChanged");
    assert.deepEqual(made.mail.notices, {});
  });

  test(`${runtime}: more files than Outlook keeps the readings of are told all the same`, async () => {
    const files = Array.from({ length: 400 }, (_, place) => [`${place}.zip`, LOCKED]);
    const made = compose({ to: ["marie@orange.fr", "paul@free.fr"], files });
    const { call } = load(runtime, made.item);
    await call("onMessageAttachmentsChanged");
    assert.match(made.mail.notices.sceau.message, /1 point à vérifier/);
    assert.deepEqual(made.mail.session, {});
    assert.equal((await call(SEND)).allowEvent, false);
  });

  test(`${runtime}: of what is written in a file nothing is kept`, async () => {
    const files = [["a.csv", "Patient;Marie Durand\nTSH;6,4 mUI/L"], ["notes.zip", LOCKED]];
    const made = compose({ to: ["marie@orange.fr"], text: PASSWORD, files });
    const { call } = load(runtime, made.item);
    await call("onMessageAttachmentsChanged");
    assert.match(made.mail.notices.sceau.message, /points à vérifier/);
    assert.doesNotMatch(JSON.stringify(made.mail.session), /Durand|TSH|7kf3|9xpa/);
    assert.equal((await call(SEND)).allowEvent, false);
  });

  test(`${runtime}: a password that comes into the text afterwards is found`, async () => {
    const made = compose({ to: ["marie@orange.fr"], files: [["notes.zip", LOCKED]] });
    const { call } = load(runtime, made.item);
    await call("onMessageAttachmentsChanged");
    assert.deepEqual(made.mail.notices, {});
    made.mail.text = `Le code est ${PASSWORD}.`;
    assert.equal((await call(SEND)).allowEvent, false);
  });

  for (const fault of ["fails", "throws", "silent"]) {
    test(`${runtime}: looking while writing never hangs where Outlook's answer ${fault}`, async () => {
      const { item } = compose({ to: ["marie@orange.fr"], faults: { "to.getAsync": fault } });
      await load(runtime, item, { rush: 400 }).call("onMessageRecipientsChanged");
    });
  }
}

test("the file asks for nothing newer than the JavaScript of 2016", () => {
  assert.doesNotMatch(SHIPPED, /\(\?<[!=a-zA-Z]|\\p\{/);
  assert.doesNotMatch(SHIPPED, /\b(?:fetch|XMLHttpRequest|WebSocket|importScripts|localStorage)\b/);
});
