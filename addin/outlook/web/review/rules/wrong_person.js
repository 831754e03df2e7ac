// Is a file, or the message, about somebody else than the one it goes to?
import data from "../../built/rules.js";
import { fileName, shown } from "../characters.js";
import { about, edits, finding, phrase } from "../findings.js";
import { identifiers } from "../identifiers.js";
import { Identity } from "../identity.js";
import { nameWords, wordsOf } from "../names.js";
import { ownWords } from "../own_words.js";
import { individuals, isPatient, person } from "../people.js";
import { greeted, persons } from "../persons.js";

const LONGEST = data.persons.longest_file;

/** Gives at most one Finding for each file, and one for the greeting. */
export function wrongPerson(mail, context, readings) {
  const texts = new Map(mail.attachments.filter((one) => readings.has(one.id)).map((one) => [one.id, readings.get(one.id).text || ""]));
  const greeting = greeted(ownWords(mail.text));
  if (!greeting && !texts.size) {
    return [];
  }
  const people = individuals(mail, context.domains);
  const found = [];
  for (const one of mail.attachments) {
    const text = texts.get(one.id) || "";
    found.push(ofNumber(mail, one, text), ofFile(mail, one, text, people));
  }
  found.push(greeting && ofGreeting(mail, greeting, people));
  return found.filter(Boolean);
}

function ofFile(mail, file, text, people) {
  if (!people.length || !text.trim()) {
    return null;
  }
  const [subject] = persons(text);
  if (!subject) {
    return null;
  }
  const who = people.map((one) => ({ one, identity: new Identity(one) }));
  const kinships = who.map(({ one, identity }) => ({ one, kinship: identity.to(subject) }));
  const words = wordsOf(text.slice(0, LONGEST));
  if (kinships.some(({ kinship }) => kinship === "same") || who.some(({ identity }) => identity.isIn(words))) {
    return null;
  }
  const told = ["family", "other", "unlike"].find((kind) => kinships.some(({ kinship }) => kinship === kind));
  return told ? ofSubject(mail, file, kinships.find(({ kinship }) => kinship === told).one, subject, told, people) : null;
}

function ofSubject(mail, file, one, subject, told, people) {
  return finding(
    "wrong-person",
    told === "other" ? "warn" : "info",
    [about("attachment", file.id)],
    phrase(`finding.wrong-person.${told}`, {
      name: fileName(file),
      who: subject.written,
      recipient: called(one),
      known: "",
      born: subject.born.split("-").reverse().join("/"),
    }),
    [["remove-file", edits.removeAttachment(file.id)], ...withoutRecipient(mail, one, people)],
  );
}

// A patient's address of the MSSanté is their number: the file's must be the same.
function ofNumber(mail, file, text) {
  const patients = mail.recipients.filter(isPatient).map((one) => one.address.split("@")[0].slice(0, 13).toUpperCase());
  if (!patients.length) {
    return null;
  }
  const numbers = identifiers(text).filter((one) => one.kind === "nir").map((one) => one.digits.toUpperCase());
  return numbers.length && !numbers.some((one) => patients.includes(one))
    ? finding(
        "wrong-person",
        "warn",
        [about("attachment", file.id)],
        phrase("finding.wrong-person.number", { name: fileName(file) }),
        [["remove-file", edits.removeAttachment(file.id)]],
      )
    : null;
}

function ofGreeting(mail, named, people) {
  if (!people.length || !mail.recipients.every((one) => new Identity(one).to(named) === "other")) {
    return null;
  }
  return finding(
    "wrong-person",
    "warn",
    [about("body", "greeting")],
    phrase("finding.wrong-person.greeting", { who: named.written, recipient: called(people[0]) }),
    withoutGreeted(mail, people),
  );
}

function withoutGreeted(mail, people) {
  const alone = withoutRecipient(mail, people[0], people);
  return alone.length ? alone : [["remove-recipient", ...people.map((one) => edits.removeRecipient(one.address))]];
}

function withoutRecipient(mail, one, people) {
  const others = mail.recipients.some((each) => person(each.address) !== person(one.address));
  return others && people.length === 1 ? [["remove-recipient", edits.removeRecipient(one.address)]] : [];
}

function called(one) {
  return nameWords(one.name).length ? shown(one.name) : shown(one.address);
}
