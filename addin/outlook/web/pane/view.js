// What the pane shows: the view of `addin/sceau/desk/view.py`, made here for the pages of `ui/confirm`.
import { hindrance } from "../item/write.js";
import { LETTER } from "../mail/preview.js";
import { edits, phrase } from "../review/findings.js";
import { Circle } from "../review/people.js";
import { formatOf } from "../seal/format.js";
import { DOMAINS } from "../send/decide.js";
import { peopleOf } from "./choices.js";

const TONES = { info: "neutral", warn: "warn", block: "block" };
const WEIGHT = ["info", "warn", "block"];

/** Gives the rows of a moment: what `it` holds is the mail, its readings, the choices and their
 * situation. */
export function rowsOf(it) {
  const open = it.situation.rows.filter((row) => row.state === "open").map((row) => row.finding);
  const blocks = open.filter((one) => one.level === "block");
  const findings = findingRows(it);
  const attachments = it.mail.attachments.map((one) => attachmentRow(it, one));
  return {
    tone: blocks.length ? "block" : open.length ? "warn" : "good",
    risky: open.length > 0,
    headline: headline(it, open),
    subject: it.mail.subject,
    counts: counts(it),
    recipients: recipientRows(it),
    recipient_findings: findings.recipient,
    attachments,
    attachment_findings: findings.attachment,
    mail_findings: findings.mail,
    text: canSealText(it) ? { sealed: it.choices.inLetter } : null,
    can_seal_all: attachments.some((one) => one.can_seal && !one.sealed),
    primary: primary(it),
    primary_icon: sealing(it).length ? "lock" : "send",
    todo: todo(it, open, blocks),
  };
}

/** Gives what a confirmation would seal: files, and the text as one. */
export function sealing(it) {
  return it.situation.edits
    .filter((edit) => ["seal-attachment", "seal-body"].includes(edit.edit))
    .map((edit) => ({ ...edit, attachment: edit.attachment || LETTER }));
}

/** Whether the text can go into a sealed letter. */
export function canSealText({ mail }) {
  return mail.protection === "none" && !hindrance(mail, [edits.sealBody()]);
}

/** Whether confirming sends the message. Not where files are sealed: Outlook closes the pane with the
 * message, and the password would be gone with it. */
export function sendsItself(it) {
  return it.canSend && !sealing(it).length && !it.given;
}

function headline({ situation, reading }, open) {
  if (open.length === 1) {
    return phrase(`confirm.headline.${open[0].rule}`);
  }
  if (open.length) {
    return phrase("confirm.headline.several", { count: open.length });
  }
  if (reading) {
    return phrase("confirm.headline.reading");
  }
  const acted = situation.rows.some((row) => ["cured", "acknowledged"].includes(row.state));
  return phrase(acted ? "confirm.headline.ready" : "confirm.headline.clean");
}

function todo({ reading }, open, blocks) {
  if (blocks.length) {
    return phrase("confirm.todo.block", { count: blocks.length });
  }
  if (open.length) {
    return phrase("confirm.todo.open", { count: open.length });
  }
  return reading ? phrase("confirm.todo.reading", { count: reading.total - reading.done }) : null;
}

// The sending words where the pane can send, else those of a confirmation.
function primary(it) {
  const kinds = new Set(it.situation.edits.map((edit) => edit.edit));
  const words = [...(sealing(it).length ? ["seal"] : []), ...(kinds.has("move-to-bcc") ? ["bcc"] : [])];
  const what = words.join("-") || "plain";
  return sendsItself(it) ? phrase(`confirm.send.${what}`) : phrase(`outlook.primary.${what}`);
}

function counts({ mail, choices }) {
  const circle = new Circle(mail, DOMAINS);
  const staying = peopleOf(mail.recipients).filter((one) => !choices.removed.has(one.address));
  const outside = staying.filter((one) => circle.isOutside(one)).length;
  const told = [phrase("confirm.count.recipients", { count: staying.length })];
  if (outside) {
    told.push(phrase("confirm.count.outside", { count: outside }));
  }
  if (mail.attachments.length) {
    told.push(phrase("confirm.count.attachments", { count: mail.attachments.length }));
  }
  return told;
}

// How to go on where nothing can be done here. Whom it goes to can be changed in a signed mail too, and
// nothing is to be done about health that is nobody's.
function wayOn(mail, { rule, level, about, cures, instead }) {
  if (mail.protection !== "signed" || cures.length) {
    return instead;
  }
  const onlySaid = rule === "health-data" && level === "info";
  const aboutPeople = about.some((one) => one.kind === "recipient");
  return aboutPeople || onlySaid || rule === "unprotected-attachment" ? null : phrase("confirm.way-on.signed");
}

function findingRows({ mail, situation, choices, after, refused }) {
  const places = { recipient: [], attachment: [], mail: [] };
  for (const { finding, state } of situation.rows.filter((row) => !isChip(row))) {
    const { kind } = finding.about[0];
    const place = finding.rule === "no-recipient" ? "recipient" : places[kind] ? kind : "mail";
    const can = finding.level === "warn";
    places[place].push({
      id: finding.id,
      tone: state === "cured" ? "good" : TONES[finding.level],
      evidence: finding.evidence,
      state,
      cures: finding.cures.map((cure, index) => ({ index, label: phrase(`cure.${cure.name}`) })),
      can_acknowledge: can,
      acknowledge: can ? phrase(`confirm.acknowledge.${finding.rule}`) : null,
      done: choices.done(finding, after),
      way_on: wayOn(mail, finding),
      problem: finding.id === refused ? phrase("error.no-history") : null,
      suggestions: [],
    });
  }
  return places;
}

function isChip({ finding, state }) {
  const [first] = finding.about;
  return state === "said" && !finding.cures.length && finding.about.length === 1 && first.kind === "recipient";
}

function chip(key, tone = "neutral") {
  return { text: phrase(key), tone };
}

function recipientRows({ mail, situation, choices, after }) {
  const circle = new Circle(mail, DOMAINS);
  const hidden = new Set(after.recipients.filter((one) => one.field === "bcc").map((one) => one.address));
  const open = situation.rows.filter((row) => row.state === "open").map((row) => row.finding);
  const aboutPeople = open.filter((one) => one.about.every((what) => what.kind === "recipient"));
  const everybody = aboutPeople.filter((one) => one.rule === "visible-recipients" && one.about.length > 1);
  return mail.recipients.map((one) => {
    const own = aboutPeople.find((found) => found.about.length === 1 && found.about[0].id === one.address);
    const said = situation.rows.filter((row) => isChip(row) && row.finding.about[0].id === one.address);
    const chips = own ? [chip(`confirm.chip.${own.rule}`, TONES[own.level])] : [];
    chips.push(...said.map((row) => chip(`confirm.chip.${row.finding.rule}`)));
    if (hidden.has(one.address)) {
      chips.push(chip("confirm.chip.bcc", "good"));
    } else if (everybody.some((found) => found.about.some((what) => what.id === one.address))) {
      chips.push(chip("confirm.chip.visible", "warn"));
    }
    if (one.kind === "list") {
      chips.push(chip("confirm.chip.list"));
    }
    const at = one.address.lastIndexOf("@");
    return {
      address: one.address,
      name: one.name,
      local: at < 0 ? one.address : one.address.slice(0, at),
      domain: at < 0 ? "" : one.address.slice(at + 1),
      field: one.field,
      group: own ? "check" : circle.isOutside(one) ? "outside" : "inside",
      tone: own ? TONES[own.level] : "neutral",
      chips,
      removed: choices.removed.has(one.address),
    };
  });
}

/** Says why this file cannot be sealed; null where it can. */
export function whyNot(one, found) {
  if (!found) {
    return phrase("confirm.why-not.not-examined");
  }
  if (one.kind !== "file") {
    return phrase("confirm.why-not.kind");
  }
  if (found.opening === "password") {
    return phrase("confirm.why-not.already");
  }
  const hidden = found.kind === "pdf" && found.opening !== "anyone";
  return !formatOf(found) || found.problem || hidden ? phrase("confirm.why-not.not-examined") : null;
}

function attachmentRow({ mail, readings, situation, choices, reading }, one) {
  const found = readings.get(one.id);
  const levels = situation.rows
    .filter((row) => row.state === "open")
    .filter((row) => row.finding.about.some((what) => what.kind === "attachment" && what.id === one.id))
    .map((row) => WEIGHT.indexOf(row.finding.level));
  const why = mail.protection === "none" ? whyNot(one, found) : phrase("confirm.why-not.protected-mail");
  const sealed = choices.sealed.has(one.id);
  return {
    id: one.id,
    name: one.name,
    size: one.size,
    badge: badge(one),
    reading: found || !reading ? "read" : "waiting",
    sealed,
    can_seal: why === null,
    why_not: why,
    tone: levels.length ? TONES[WEIGHT[Math.max(...levels)]] : "neutral",
    chips: sealed ? [] : fileChips(found, reading),
    removed: situation.edits.some((edit) => edit.edit === "remove-attachment" && edit.attachment === one.id),
  };
}

function fileChips(found, reading) {
  if (!found || found.problem) {
    return reading && !found ? [] : [chip("confirm.chip.not-examined", "warn")];
  }
  const chips = found.unread || found.kind === "pdf" ? [chip("confirm.chip.not-read")] : [];
  if (found.signed) {
    chips.push(chip("confirm.chip.signed"));
  }
  if (found.opening === "password") {
    chips.push(chip("confirm.chip.protected", "good"));
  } else if (found.kind === "pdf") {
    chips.push(chip("confirm.chip.open", "warn"));
  }
  return chips;
}

function badge(one) {
  const ending = /\.([A-Za-z0-9]{2,4})$/.exec(one.name);
  const type = one.media_type.split("/").pop().replace(/[^A-Za-z0-9]/g, "");
  return (ending ? ending[1] : type).slice(0, 4).toUpperCase() || "?";
}
