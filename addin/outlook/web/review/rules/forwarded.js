// Are somebody's medical papers passed on?
import data from "../../built/rules.js";
import { fileName, folded, shown } from "../characters.js";
import { about, edits, finding, phrase } from "../findings.js";
import { search } from "../matcher.js";
import { quotedText } from "../own_words.js";
import { Circle, leaves } from "../people.js";
import { isAboutHealth } from "../sensitive.js";

const known = data.forwarded;
const ID = "forwarded-health-data";

/** Gives at most one Finding, about the mail. */
export function forwardedHealthData(mail, context, readings) {
  const forwards = mail.relation === "forward" && mail.protection !== "encrypted";
  if (!forwards || !leaves(mail, new Circle(mail, context.domains))) {
    return [];
  }
  const medical = mail.attachments.filter((one) => {
    const found = readings.get(one.id);
    return !one.sealed && found && isAboutHealth(found.text || "", true);
  });
  const byText = isAboutHealth(quotedText(mail.text.slice(0, known.longest)), true);
  if (!medical.length && !byText) {
    return [];
  }
  const [who, when] = origin(mail.text);
  const told = (medical.length ? "file" : "text") + (who && when ? "-from" : "");
  const name = medical.length ? fileName(medical[0]) : "";
  return [
    finding(
      ID,
      "warn",
      [about("mail", ID)],
      phrase(`finding.forwarded-health-data.${told}`, { name, who, when }),
      waysOut(mail, medical, byText),
    ),
  ];
}

function waysOut(mail, medical, byText) {
  if (mail.protection !== "none" || (medical.length && byText)) {
    return [];
  }
  return byText
    ? [["seal-body", edits.sealBody()]]
    : [["remove-file", ...medical.map((one) => edits.removeAttachment(one.id))]];
}

/** Gives from whom and from when the forwarded message is, as its header tells; both empty where it
 * does not. */
function origin(text) {
  const cut = text.slice(0, known.longest);
  const plain = folded(cut);
  const [sender, sent] = [known.from, known.sent].map((pattern) => search(pattern, plain));
  if (!sender || !sent) {
    return ["", ""];
  }
  const written = part(cut, sender);
  const found = search(known.address, written);
  const name = (found ? written.slice(0, found.index) + written.slice(found.index + found[0].length) : written)
    .replace(/^[ "'<>*]+|[ "'<>*]+$/g, "");
  return [shown(name || written), shown(part(cut, sent))];
}

// The only group ends the match, but for the end of its line.
function part(text, found) {
  const end = found.index + found[0].length;
  return text.slice(end - found[1].length, end).trim();
}
