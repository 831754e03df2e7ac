// Edits that take a password, or a link, out of a mail: wherever it stands, or none at all. As
// `sceau.review.taking_out` in the helper. What is to go is told by its place, never by its words.
import data from "../built/rules.js";
import { unlessRefused } from "../mail/refused.js";
import { passagesInText, target } from "../mail/passages.js";
import { edited } from "../mail/preview.js";
import { without } from "../mail/ranges.js";
import { tokensOf } from "../mail/tokens.js";
import { dates } from "./candidates.js";
import { edits } from "./findings.js";
import { every } from "./matcher.js";
import { bare } from "./texts.js";

/**
 * Gives the Edits after which `password` stands neither in the text, the subject nor a file's name;
 * none where that cannot be done, or where `isGone` does not say so of the mail. `say` says a key.
 */
export function passwordOut(mail, password, say, isGone) {
  const wanted = bare(password);
  if (!wanted || mail.protection !== "none") {
    return [];
  }
  const changes = [];
  const found = passagesInText(mail.text, new Set([wanted]));
  const ranges = found.length ? found : dates(mail.text, password);
  if (ranges.length) {
    changes.push(edits.cutPassages(ranges));
  }
  if (bare(mail.subject).includes(wanted)) {
    changes.push(edits.replaceSubject(withoutLetters(mail.subject, wanted) || say("review.neutral-subject")));
  }
  for (const file of [...mail.attachments, ...mail.inline_images]) {
    const dot = file.name.lastIndexOf(".");
    const stem = dot < 0 ? file.name : file.name.slice(0, dot);
    if (bare(stem).includes(wanted)) {
      const left = withoutLetters(stem, wanted) || say("review.neutral-name");
      changes.push(edits.rename(file.id, left + (dot < 0 ? "" : file.name.slice(dot))));
    }
  }
  return proven(mail, changes, isGone);
}

/** Gives the Edits that take out of the text what leads to an address `isMeant` says yes to; none where
 * that cannot be done. */
export function linksOut(mail, isMeant, isGone) {
  if (mail.protection !== "none") {
    return [];
  }
  const written = every(data.taking_out.address, mail.text).filter((one) => isMeant(one[0]));
  const links = new Set(targetsIn(mail.html).filter(isMeant));
  const passages = written.map((one) => [one.index, one.index + one[0].length]);
  return proven(mail, passages.length || links.size ? [edits.cutPassages(passages, Array.from(links))] : [], isGone);
}

function proven(mail, changes, isGone) {
  return unlessRefused(() => (changes.length && isGone(edited(mail, changes)) ? changes : []), []);
}

function targetsIn(html) {
  const links = tokensOf(html).filter((one) => one.kind === "open" && one.name === "a");
  return links.map((one) => target(html.slice(one.start, one.end)));
}

// Gives a line without these letters and the gap they leave; empty where no letter is left.
function withoutLetters(text, wanted) {
  const left = without(text, passagesInText(text, new Set([wanted])))
    .replace(/\s{2,}|\s+(?=[.,;:!?]|$)|\(\s*\)|«\s*»/g, " ")
    .replace(/^[ \-_:,;]+|[ \-_:,;]+$/g, "");
  return bare(left) ? left : "";
}
