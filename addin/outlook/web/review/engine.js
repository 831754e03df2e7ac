// The review of one mail: every rule asked, the heaviest Findings first. A rule that breaks down is
// told as not examined, never left out.
import data from "../built/rules.js";
import * as files from "./rules/files.js";
import { forwardedHealthData } from "./rules/forwarded.js";
import { mixedPatients } from "./rules/mixed_patients.js";
import * as recipients from "./rules/recipients.js";
import { roleAddress } from "./rules/role_address.js";
import * as text from "./rules/text.js";
import { wrongPerson } from "./rules/wrong_person.js";

const ORDER = data.rule_ids;
const LEVELS = ["block", "warn", "info"];

/**
 * The rules by their ids, in the order they are asked.
 * @type {[string, (mail: any, known: any, readings: any) => any[]][]}
 */
export const RULES = [
  ["no-recipient", recipients.noRecipient],
  ["malformed-address", recipients.malformedAddress],
  ["lookalike-address", recipients.lookalikeAddress],
  ["visible-recipients", recipients.visibleRecipients],
  ["mssante", recipients.mssante],
  ["consumer-sharing-link", text.consumerSharingLink],
  ["missing-attachment", text.missingAttachment],
  ["long-history", text.longHistory],
  ["large-mail", text.largeMail],
  ["not-examined", files.notExamined],
  ["password-in-mail", files.passwordInMail],
  ["unprotected-attachment", files.unprotectedAttachment],
  ["weak-protection", files.weakProtection],
  ["health-data", text.healthData],
  ["identifier", text.identifier],
  ["personal-mailbox", recipients.personalMailbox],
  ["reply-all", recipients.replyAll],
  ["role-address", roleAddress],
  ["forwarded-health-data", forwardedHealthData],
  ["wrong-person", wrongPerson],
  ["mixed-patients", mixedPatients],
];

/** Gives what the rules know besides the mail; what is left out is nothing. */
export function context({ domains = [], password = "", skipped = [], say = (key) => key } = {}) {
  return { domains, password, skipped: new Set(skipped), say };
}

/**
 * Gives the Findings about `mail`; `readings` maps attachments' ids to what was read of them.
 * `rules` is for tests alone.
 */
export function review(mail, readings, known, rules = RULES) {
  const once = new Map();
  for (const [id, ask] of rules) {
    let found;
    try {
      found = ask(mail, known, readings);
    } catch {
      found = [files.brokenDown(id)];
    }
    found.forEach((one) => once.set(one.id, once.get(one.id) || one));
  }
  const all = Array.from(once.values(), (one, place) => ({ one, place }));
  all.sort(
    (left, right) =>
      LEVELS.indexOf(left.one.level) - LEVELS.indexOf(right.one.level) ||
      ORDER.indexOf(left.one.rule) - ORDER.indexOf(right.one.rule) ||
      left.place - right.place,
  );
  return all.map(({ one }) => one);
}
