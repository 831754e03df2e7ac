// What the person chose, and what the choices come to: the Edits, and what they leave to be said.
// As `sceau.desk.situation` in the helper.
import { CUTTING } from "../mail/cuts.js";
import { edited } from "../mail/preview.js";
import { tails } from "../review/addresses.js";
import { edits as make, phrase } from "../review/findings.js";

const CONTENT = new Set(["remove-attachment", "rename-attachment", "replace-subject", ...CUTTING, "seal-body"]);
const IN_LETTER = "seal-body";

/** What stays the same of a Finding while recipients come and go. */
export function keyOf(finding) {
  return finding.about.length === 1 ? finding.id : finding.rule;
}

// Whether it puts the text into a sealed letter, among other things perhaps.
const isInLetter = (cure) => cure.edits.some((edit) => edit.edit === IN_LETTER);

/** The choices made so far about one mail. */
export class Choices {
  constructor() {
    this.taken = new Map();
    this.acknowledged = new Set();
    this.sealed = new Set();
    this.removed = new Set();
    this.letter = false;
  }

  /** Whether the text goes into a sealed letter: by a cure, or by its own switch. */
  get inLetter() {
    return this.letter || Array.from(this.taken.values()).some(isInLetter);
  }

  /** Turns the switch of the text; off, it takes back what cures chose too. */
  putInLetter(on) {
    this.letter = on;
    if (!on) {
      this.taken = new Map(Array.from(this.taken).filter(([, cure]) => !isInLetter(cure)));
    }
  }

  /** Makes the Edits of this cure. */
  take(finding, cure) {
    this.acknowledged.delete(finding.id);
    for (const edit of cure.edits) {
      if (edit.edit === "seal-attachment") {
        this.sealed.add(edit.attachment);
      } else if (edit.edit === "remove-recipient") {
        this.removed.add(edit.address);
      } else {
        this.taken.set(keyOf(finding), cure);
      }
    }
  }

  nameTaken(finding) {
    const cure = this.taken.get(keyOf(finding));
    return cure ? cure.name : "";
  }

  /** Takes back the cure or the acknowledgement of this Finding. */
  undo(finding) {
    this.acknowledged.delete(finding.id);
    this.taken.delete(keyOf(finding));
    for (const edit of finding.cures.flatMap((cure) => cure.edits)) {
      if (edit.edit === "seal-attachment") {
        this.sealed.delete(edit.attachment);
      } else if (edit.edit === IN_LETTER) {
        this.putInLetter(false);
      }
    }
  }

  /** Says in a word or two what cured this Finding; `after` is the mail that would leave. */
  done(finding, after) {
    const taken = this.nameTaken(finding);
    if (taken === "cut-history" && !this.inLetter) {
      return phrase("confirm.cured-cut", { count: after.text.split("\n").filter((line) => line.trim()).length });
    }
    const ofText = finding.about.length === 1 && finding.about[0].kind === "body";
    const sealed = taken === IN_LETTER || (this.inLetter && ofText);
    return phrase(sealed ? "confirm.cured-sealed" : "confirm.cured");
  }

  /**
   * Gives `{edits, rows}`: what confirming would carry out, and each Finding with its state.
   * `findingsOf` reviews a mail.
   */
  situation(mail, findingsOf) {
    const removals = Array.from(this.removed).sort().map((address) => ({ edit: "remove-recipient", address }));
    const before = findingsOf(mail);
    const replacements = this.editsOf(before, (edit) => edit.edit === "replace-recipient");
    const between = findingsOf(edited(mail, [...removals, ...replacements]));
    const chosen = this.editsOf(before, (edit) => CONTENT.has(edit.edit));
    const both = this.inLetter && !chosen.some((edit) => edit.edit === IN_LETTER);
    const content = both ? [...chosen, make.sealBody()] : chosen;
    const gone = new Set(content.filter((one) => one.edit === "remove-attachment").map((one) => one.attachment));
    const sealing = mail.attachments
      .filter((one) => this.sealed.has(one.id) && !gone.has(one.id))
      .map((one) => ({ edit: "seal-attachment", attachment: one.id }));
    const hiding = this.editsOf(between, (edit) => edit.edit === "move-to-bcc");
    const edits = [...removals, ...replacements, ...content, ...sealing, ...hiding];
    const after = new Map((edits.length ? findingsOf(edited(mail, edits)) : before).map((one) => [keyOf(one), one]));
    const known = new Set(before.map(keyOf));
    const rows = before.map((one) => this.row(one, after.get(keyOf(one))));
    after.forEach((one, key) => {
      if (!known.has(key)) {
        rows.push({ finding: one, state: this.state(one, true) });
      }
    });
    return { edits, rows };
  }

  row(finding, after) {
    const lighter = after && after.level !== finding.level;
    const told = lighter ? after : finding;
    return { finding: told, state: this.state(told, Boolean(after)) };
  }

  state(finding, stands) {
    if (!stands) {
      return "cured";
    }
    if (finding.level === "info") {
      return "said";
    }
    const stood = finding.level === "warn" && this.acknowledged.has(finding.id);
    return stood ? "acknowledged" : "open";
  }

  editsOf(findings, wanted) {
    const chosen = findings.flatMap((finding) =>
      finding.cures.filter((cure) => this.nameTaken(finding) === cure.name).flatMap((cure) => cure.edits),
    );
    const once = new Map(chosen.filter(wanted).map((edit) => [JSON.stringify(edit), edit]));
    return Array.from(once.values());
  }
}

/** Counts the people of a mail, an address broken off by a comma not for one of its own. */
export function peopleOf(recipients) {
  const ends = tails(recipients);
  const whole = recipients.filter((_, place) => !ends.has(place));
  return Array.from(new Map(whole.map((one) => [one.address.toLowerCase(), one])).values());
}
