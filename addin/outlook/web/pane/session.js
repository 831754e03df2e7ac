// One message in the task pane: read, shown, changed by what the person does, and at last carried
// out. Only what was confirmed on the newest view is; and what is confirmed is what was read again
// afterwards.
import { ask, within } from "../item/ask.js";
import { contentOf, readFiles, readMail } from "../item/read.js";
import { withOpened } from "../item/trying.js";
import { Changed, carryOut, Untouched } from "../item/write.js";
import { changesText, edited, LETTER, picturesOf } from "../mail/preview.js";
import { unlessRefused } from "../mail/refused.js";
import { phrase } from "../review/findings.js";
import { SealError } from "../seal/error.js";
import { letterOf, PAGE, pageOf } from "../seal/letter.js";
import { letterFormat, plain } from "../seal/letter_text.js";
import { BITS, generate } from "../seal/passwords.js";
import { formatOf, sealedName } from "../seal/format.js";
import { findingsOf } from "../send/decide.js";
import { fingerprint } from "../send/fingerprint.js";
import { notice } from "../send/notice.js";
import { keep, known, withPassword } from "../send/state.js";
import { Choices } from "./choices.js";
import { isSame, says } from "./left.js";
import { passwordPane } from "./password_pane.js";
import { canSealText, rowsOf, sealing, sendsItself, whyNot } from "./view.js";

const LONGEST = 240_000;
const STEPS = 20;

/** Outlook changed the text to something else than was shown. */
class Otherwise extends Error {}

/** The confirmation of one message; `show` gets each view, `aside` works on
 * files' bytes. */
export class Session {
  constructor({ item, say, language, theme, canSend, aside, show }) {
    this.item = item;
    this.say = say;
    this.language = language;
    this.theme = theme;
    this.canSend = canSend;
    this.aside = aside;
    this.show = show;
    this.revision = 0;
    this.phase = "review";
    this.choices = new Choices();
    this.password = "";
    this.kind = "characters";
    this.progress = this.outcome = this.reading = null;
    this.given = 0; // what was put into the message under this password: it stays in sight
    this.refused = null;
    this.stopped = this.refreshing = this.again = false;
    this.readings = new Map();
    this.suggested = new Set();
  }

  /** Reads the message and shows it; its files are read behind that. */
  async begin() {
    const mail = await readMail(this.item);
    const state = await known(this.item);
    if (this.phase !== "review") {
      return; // confirmed meanwhile, on what was shown then
    }
    this.mail = mail;
    this.state = state;
    const files = mail.attachments.filter((one) => one.kind === "file");
    if (!this.together()) {
      this.choices = new Choices();
    }
    this.reading = files.length ? { what: phrase("confirm.reading"), done: 0, total: files.length } : null;
    this.changed();
    if (files.length) {
      this.readings = await this.examined();
      this.reading = null;
      this.suggest();
      this.changed();
    }
  }

  /** The message changed beside the open pane: it is read again, and what was chosen stands. Not where
   * it was confirmed: there the password is in sight. */
  async refresh() {
    this.again = true;
    if (this.refreshing) {
      return;
    }
    this.refreshing = true;
    try {
      while (this.again && this.phase === "review") {
        this.again = false;
        await this.begin();
      }
    } finally {
      this.refreshing = false;
    }
  }

  async examined() {
    const readings = await readFiles(this.item, this.mail, this.readings);
    for (const [id, found] of readings) {
      if (found.kind === "pdf" && found.opening === "unknown") {
        const content = await contentOf(this.item, id);
        const opening = content ? await this.aside.ask("opening", { content }) : "unknown";
        // What opens without a password has no protection that could be weak.
        const weakness = opening === "password" ? found.weakness : "";
        readings.set(id, { ...found, opening, weakness });
      }
    }
    return withOpened(this.item, this.mail, readings, async (id, written, most) => {
      const content = await contentOf(this.item, id);
      return content ? this.aside.ask("trying", { content, written, most }) : "";
    });
  }

  // What holds somebody's health is sealed beforehand; that can be left out, and is then not suggested
  // again.
  suggest() {
    for (const one of this.findings(this.mail).filter((found) => found.rule === "health-data")) {
      for (const edit of one.cures.flatMap((cure) => cure.edits)) {
        const isNew = edit.edit === "seal-attachment" && !this.suggested.has(edit.attachment);
        if (isNew && this.canSeal(edit.attachment)) {
          this.suggested.add(edit.attachment);
          this.choices.sealed.add(edit.attachment);
        }
      }
    }
  }

  findings(mail) {
    return findingsOf(mail, this.readings, { password: this.password, say: this.say, state: this.state });
  }

  canSeal(id) {
    const one = this.mail.attachments.find((each) => each.id === id);
    return Boolean(one) && this.mail.protection === "none" && whyNot(one, this.readings.get(id)) === null;
  }

  /** Does what the person did in the page. */
  async act(act) {
    const acts = {
      cure: () => this.cure(act),
      undo: () => this.undo(act),
      acknowledge: () => this.acknowledge(act),
      seal: () => this.switchSeal(act),
      "seal-text": () => this.choices.putInLetter(Boolean(act.on) && canSealText(this)),
      "seal-all": () => this.sealAll(),
      remove: () => this.choices.removed[act.on ? "add" : "delete"](act.address),
      "new-password": () => this.newPassword(act.kind),
      "skip-reading": () => null,
    };
    this.refused = null;
    if (act.act === "send" && this.phase === "review") {
      await this.confirm(act.revision);
    } else if (acts[act.act] && this.phase === "review") {
      acts[act.act]();
      this.changed();
    }
  }

  found(id) {
    return this.situation.rows.map((row) => row.finding).find((one) => one.id === id);
  }

  cure({ finding, index }) {
    const one = this.found(finding);
    if (one && one.cures[index]) {
      this.choices.take(one, one.cures[index]);
      this.refused = this.together() ? null : one.id;
      if (this.refused) {
        this.choices.undo(one);
      }
    }
  }

  // Whether what was chosen can be made together: with the history gone, there may be nothing left.
  together() {
    return unlessRefused(() => Boolean(this.choices.situation(this.mail, (mail) => this.findings(mail))), false);
  }

  undo({ finding }) {
    const one = this.found(finding);
    if (one) {
      this.choices.undo(one);
    }
  }

  acknowledge({ finding, on }) {
    const one = this.found(finding);
    if (one && one.level === "warn") {
      this.choices.acknowledged[on ? "add" : "delete"](finding);
    }
  }

  switchSeal({ attachment, on }) {
    if (!on) {
      this.choices.sealed.delete(attachment);
    } else if (this.canSeal(attachment)) {
      this.choices.sealed.add(attachment);
    }
  }

  sealAll() {
    this.mail.attachments.filter((one) => this.canSeal(one.id)).forEach((one) => this.choices.sealed.add(one.id));
  }

  newPassword(kind) {
    if (this.given) {
      return; // what is in the message opens with this one
    }
    this.kind = kind === "words" ? "words" : "characters";
    this.password = "";
  }

  // A password long enough for a PDF alone is made anew where an archive joins.
  prepared() {
    const formats = this.mail.attachments
      .filter((one) => this.choices.sealed.has(one.id))
      .map((one) => formatOf(this.readings.get(one.id)))
      .concat(this.choices.inLetter ? [this.letterNeeds()] : []);
    const bits = formats.includes("zip") ? BITS.zip : BITS.pdf;
    if (formats.length && !this.given && (!this.password || bits > this.bits)) {
      this.bits = bits;
      this.password = generate(this.kind, bits);
    }
  }

  // A picture may turn out to need the archive when it is opened: the password is long enough for that.
  letterNeeds() {
    const pictures = picturesOf(this.mail);
    return pictures.length ? "zip" : letterFormat(this.mail, pictures);
  }

  changed() {
    this.revision += 1;
    if (this.phase === "review") {
      this.prepared();
      this.situation = this.choices.situation(this.mail, (mail) => this.findings(mail));
      this.after = edited(this.mail, this.situation.edits);
    }
    this.show(this.view());
  }

  view() {
    const rows = rowsOf(this);
    const opens = this.given + (this.phase === "ended" ? 0 : sealing(this).length);
    return {
      page: "confirm",
      revision: this.revision,
      phase: this.phase,
      language: this.language,
      theme: this.theme,
      ...rows,
      password: opens ? passwordPane(this.password, this.kind, opens, this.say) : null,
      reading: this.reading,
      can_skip: false,
      progress: this.progress,
      outcome: this.outcome,
      title: phrase("confirm.window-title"),
      back: phrase("confirm.keep"),
    };
  }

  /** Carries out what was confirmed on the view numbered `revision`. */
  async confirm(revision) {
    if (revision !== this.revision || this.view().todo) {
      this.changed();
      return;
    }
    this.phase = "working";
    this.stopped = false;
    const files = sealing(this).length;
    this.told(phrase("confirm.headline.ready"), 0);
    try {
      await within("confirm", this.carriedOut(files), LONGEST);
    } catch (fault) {
      this.aside.stop();
      await this.keptBack(fault);
      return;
    }
    await this.sent();
  }

  // Sending runs the add-in's own handler once more, and Outlook's other checks: where they keep the
  // message, or sending fails, it is still the one that was confirmed.
  async sent() {
    if (sendsItself(this)) {
      this.told(phrase("outlook.leaving"), 1);
      try {
        await ask("send", (done) => this.item.sendAsync(done), LONGEST);
        this.end("good", phrase("outlook.left"), null);
        return;
      } catch {
        // what keeps it is told by Outlook itself; the way left is its own Send button
      }
    }
    this.end("good", phrase("outlook.ready"), phrase("outlook.ready.next"));
  }

  /** Stops the sealing; tells whether there was one that could be stopped. */
  stop() {
    const can = this.phase === "working" && Boolean(this.progress?.can_cancel);
    if (can) {
      this.stopped = true;
      this.aside.stop();
    }
    return can;
  }

  // Shows how far it is: `part` from 0 to 1.
  told(what, part, can_cancel = false) {
    const done = Math.floor(part * STEPS) * (100 / STEPS);
    const { what: before, done: reached, can_cancel: could } = this.progress ?? {};
    if (before?.key !== what.key || before.values.name !== what.values.name || reached !== done || could !== can_cancel) {
      this.progress = { what, done, total: 100, can_cancel, in_percent: true };
      this.changed();
    }
  }

  async carriedOut(files) {
    const now = await readMail(this.item);
    if (fingerprint(now) !== fingerprint(this.mail)) {
      throw new Changed();
    }
    // All are sealed before anything is changed: until then it can be stopped, and nothing has happened.
    const sealed = new Map();
    for (const { attachment } of sealing(this)) {
      const part = (of) => (sealed.size + of) / files;
      sealed.set(attachment, await (attachment === LETTER ? this.letter(part) : this.sealed(attachment, part)));
    }
    if (files) {
      this.told(phrase("outlook.sealed"), 1);
      this.state = withPassword(this.state, this.password);
      await keep(this.item, this.state);
    }
    const { edits } = this.situation;
    const { unsure } = this.state;
    if (changesText(edits)) {
      this.told(phrase("outlook.text.working"), 1);
      // Until it is confirmed anew, a click on Send does not let it go, however this ends.
      this.state = { ...this.state, unsure: true };
      await keep(this.item, this.state);
    }
    const after = this.covered(sealed);
    this.given += sealed.size;
    await carryOut(this.item, this.mail, after, sealed).catch(async (fault) => {
      if (fault instanceof Untouched) {
        await keep(this.item, { ...this.state, unsure });
      }
      throw fault;
    });
    const left = await readMail(this.item);
    if (changesText(edits) && !says(left, after)) {
      throw new Otherwise();
    }
    if (!isSame(left, after, changesText(edits)) || this.phase !== "working") {
      throw new Changed();
    }
    this.state = { ...this.state, unsure: false };
    await keep(this.item, { ...this.state, confirmed: fingerprint(left) });
    await notice(this.item, this.say, 0);
  }

  async sealed(id, part) {
    const { name } = this.after.attachments.find((one) => one.id === id);
    this.sealingName = name;
    const tell = (of) => this.told(phrase("outlook.sealing", { name }), part(of), true);
    tell(0);
    const asked = { content: await contentOf(this.item, id), name, format: formatOf(this.readings.get(id)) };
    const made = await this.made(asked, tell);
    return { content: made.content, name: sealedName(name, made.format, this.say) };
  }

  // The text, what is quoted included, and the pictures in it.
  async letter(part) {
    this.sealingName = this.say("seal.letter.stem");
    const tell = (of) => this.told(phrase("confirm.working.letter"), part(of), true);
    tell(0);
    const pictures = [];
    for (const one of picturesOf(this.mail)) {
      const content = await contentOf(this.item, one.id).catch(() => null);
      if (!content) {
        throw new SealError("letter-picture");
      }
      pictures.push({ ...one, content });
    }
    const asked = {
      format: letterFormat(this.mail, pictures),
      text: plain(this.mail.text),
      pictures: pictures.map((one) => one.content),
      page: letterOf(this.mail, pictures),
      name: PAGE,
    };
    const made = await this.made(asked, tell, "letter");
    return { content: made.content, name: sealedName(this.sealingName, made.format, this.say) };
  }

  async made(asked, tell, what = "seal") {
    if (this.stopped) {
      throw new SealError("cancelled");
    }
    const made = await this.aside.ask(what, { ...asked, password: this.password }, tell);
    if (this.stopped) {
      throw new SealError("cancelled");
    }
    return made;
  }

  // The mail as it will be, with the sentence that stands in the place of a text put into a letter.
  covered(sealed) {
    if (!sealed.has(LETTER)) {
      return this.after;
    }
    const text = this.say("seal.letter.cover").trim();
    return { ...this.after, text, html: this.mail.form === "html" ? pageOf(text) : "" };
  }

  // The message stays as it is now, and is read anew.
  async keptBack(fault) {
    if (fault instanceof Changed) {
      Object.assign(this, { phase: "review", progress: null, choices: new Choices(), suggested: new Set() });
      await this.refresh();
      return;
    }
    if (fault.reason === "cancelled") {
      Object.assign(this, { phase: "review", progress: null });
      this.changed();
      return;
    }
    if (fault instanceof Otherwise || fault.reason === "text") {
      this.end("block", phrase("outlook.kept"), phrase("outlook.text-otherwise.next"), [phrase("outlook.text-otherwise")]);
      return;
    }
    const key = fault.reason === "too-large" ? "outlook.too-large" : "outlook.sealed-later";
    const named = this.sealingName ? phrase(key, { name: this.sealingName }) : null;
    const what = fault.reason === "letter-picture" ? phrase("error.letter-picture") : named;
    this.end("block", phrase("outlook.kept"), phrase("outlook.kept.next"), what ? [what] : []);
  }

  end(tone, sentence, next, details = []) {
    Object.assign(this, { phase: "ended", progress: null });
    this.outcome = { tone, sentence, details, next, left: tone === "good" };
    this.changed();
  }
}
