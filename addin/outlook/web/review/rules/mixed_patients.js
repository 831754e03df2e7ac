// Do papers of two patients leave in one mail?
import data from "../../built/rules.js";
import { fileName } from "../characters.js";
import { about, edits, finding, phrase } from "../findings.js";
import { Identity } from "../identity.js";
import { Circle, individuals, leaves } from "../people.js";
import { persons } from "../persons.js";

const GIVEN = new Set(data.persons.given_names);

/** Gives one Finding for each file about several people, and one for the first two files that are
 * about different ones. */
export function mixedPatients(mail, context, readings) {
  const told = Array.from(readings.values()).some((one) => one.text);
  if (mail.protection === "encrypted" || !told || !leaves(mail, new Circle(mail, context.domains))) {
    return [];
  }
  const people = individuals(mail, context.domains);
  const level = people.length ? "warn" : "info";
  const found = [];
  const alone = [];
  for (const file of mail.attachments) {
    const text = readings.has(file.id) ? readings.get(file.id).text || "" : "";
    const named = persons(text).filter((each) => each.sure > 1 && each.words.length > 1);
    const several = apart(named);
    if (several.length > 1) {
      found.push(ofOneFile(file, several, level));
    } else if (named.length) {
      alone.push({ file, who: named[0] });
    }
  }
  const pair = firstApart(alone);
  return pair ? [...found, ofTwoFiles(pair, people, level)] : found;
}

function firstApart(alone) {
  for (let place = 0; place < alone.length; place += 1) {
    const other = alone.slice(place + 1).find(({ who }) => apart([alone[place].who, who]).length > 1);
    if (other) {
      return [alone[place], other];
    }
  }
  return null;
}

// Those of whom no two share a family name.
function apart(named) {
  const kept = [];
  for (const one of named) {
    const mine = family(one);
    if (!kept.some((other) => family(other).some((word) => mine.includes(word)))) {
      kept.push(one);
    }
  }
  return kept;
}

function family({ words }) {
  const own = words.filter((word) => word.length > 2 && !GIVEN.has(word));
  return own.length ? own : words;
}

function ofOneFile(file, several, level) {
  const values = { name: fileName(file), count: several.length, first: several[0].written, second: several[1].written };
  return finding(
    "mixed-patients",
    level,
    [about("attachment", file.id)],
    phrase("finding.mixed-patients.one-file", values),
    [["remove-file", edits.removeAttachment(file.id)]],
  );
}

function ofTwoFiles(pair, people, level) {
  const [first, second] = pair;
  const out = people.some((one) => new Identity(one).to(second.who) === "same") ? first : second;
  return finding(
    "mixed-patients",
    level,
    [first, second].map(({ file }) => about("attachment", file.id)),
    phrase("finding.mixed-patients.two-files", {
      name: fileName(first.file),
      first: first.who.written,
      other: fileName(second.file),
      second: second.who.written,
    }),
    [["remove-other-file", edits.removeAttachment(out.file.id)]],
  );
}
