// Whether the message may leave, as far as the add-in can tell, and what to say where it may not.
import { readFiles, readMail } from "../item/read.js";
import { withOpened } from "../item/trying.js";
import { hindrance } from "../item/write.js";
import { context, review } from "../review/engine.js";
import { about, finding, phrase } from "../review/findings.js";
import { fingerprint } from "./fingerprint.js";
import { keepReadings, known, passwordStandsIn } from "./state.js";
import { message } from "./words.js";

/** The establishment's own domains, put in when the add-in is built; none: the sender's. */
export const DOMAINS = typeof SCEAU_DOMAINS === "undefined" ? [] : SCEAU_DOMAINS;

/** Gives the Findings, with the cures that can be carried out here alone. */
export function findingsOf(mail, readings, { password = "", skipped = [], say, state }) {
  const given = { domains: DOMAINS, password, skipped, say };
  const found = review(mail, readings, context(given));
  const place = passwordStandsIn(mail, state.passwords);
  if (place && !found.some((one) => one.rule === "password-in-mail")) {
    found.unshift(passwordFound(mail, place));
  }
  if (state.unsure) {
    found.unshift(finding("outlook-text", "warn", [about("body", "outlook")], phrase("outlook.text-otherwise")));
  }
  return found.map((one) => offered(mail, one));
}

const INSTEAD = { unable: "outlook.text.unable", "too-long": "outlook.text.too-long" };

// Where the text would have to be changed and cannot be, the Finding says what to do instead.
function offered(mail, one) {
  const why = one.cures.map((cure) => hindrance(mail, cure.edits));
  const cures = one.cures.filter((_, place) => !why[place]);
  const told = cures.length ? undefined : why.find((each) => each in INSTEAD);
  return { ...one, cures, instead: told ? phrase(INSTEAD[told]) : null };
}

function passwordFound(mail, place) {
  const [first] = mail.attachments;
  const name = first ? first.name : "";
  const told = phrase(`finding.password-in-mail.${place}`, { name });
  return finding("password-in-mail", "block", [about("mail", "password")], told);
}

/** Whether a Finding must be cured or acknowledged before the mail leaves. */
export function holds(one) {
  return one.level !== "info";
}

/**
 * Reads `item` and decides: `{allowed, message}`. Throws where it cannot be read.
 */
export async function decide(item, say) {
  const [mail, state] = await Promise.all([readMail(item), known(item)]);
  if (state.confirmed && state.confirmed === fingerprint(mail)) {
    return { allowed: true, message: "" };
  }
  const read = await readFiles(item, mail, readingsOf(state));
  const readings = await withOpened(item, mail, read);
  const standing = findingsOf(mail, readings, { say, state }).filter(holds);
  if (!standing.length) {
    return { allowed: true, message: "" };
  }
  const changed = state.confirmed ? [say("outlook.changed")] : [];
  const told = standing.map((one) => say(one.evidence));
  return { allowed: false, message: message([...changed, ...told], say("outlook.open-pane")) };
}

/** Reads what can be read while the message is written, so that the click finds it there; gives how
 * many things there are to look at. */
export async function prepare(item, say) {
  const [mail, state] = await Promise.all([readMail(item), known(item)]);
  const read = await readFiles(item, mail, readingsOf(state));
  // Outlook takes so much and no more: what is not kept is read again at the click.
  await keepReadings(item, asObject(read)).catch(() => null);
  if (state.confirmed === fingerprint(mail)) {
    return 0;
  }
  const readings = await withOpened(item, mail, read);
  return findingsOf(mail, readings, { say, state }).filter(holds).length;
}

// What is written in a file is a patient's, and is not kept: such a file is read again.
function asObject(readings) {
  const found = {};
  readings.forEach((one, id) => {
    if (!one.text) {
      found[id] = one;
    }
  });
  return found;
}

/** Gives what was read of the files so far. A file that could not be read is tried again. */
export function readingsOf(state) {
  const ids = Object.keys(state.readings).filter((id) => !state.readings[id].problem);
  return new Map(/** @type {[string, any][]} */ (ids.map((id) => [id, state.readings[id]])));
}
