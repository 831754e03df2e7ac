// Does something sensitive go to an address that several people read, or nobody?
import data from "../../built/rules.js";
import { shown } from "../characters.js";
import { about, edits, finding, phrase } from "../findings.js";
import { has, isWhole } from "../matcher.js";
import { Circle, isMssante, person } from "../people.js";
import { isSensitive } from "../sensitive.js";

const known = data.role_address;
const ROLES = new Set(known.roles);
const ID = "role-address";

/** Gives one Finding for each such address outside. */
export function roleAddress(mail, context, readings) {
  const circle = new Circle(mail, context.domains);
  let heavy = null;
  const told = new Set();
  const found = [];
  for (const one of mail.recipients) {
    const kind = kindOf(one);
    const key = person(one.address);
    if (!kind || told.has(key) || !circle.isOutside(one)) {
      continue;
    }
    if (kind !== "nobody") {
      heavy = heavy === null ? isSensitive(mail, readings) : heavy;
      if (!heavy) {
        continue;
      }
    }
    told.add(key);
    found.push(
      finding(
        ID,
        "warn",
        [about("recipient", one.address)],
        phrase(`finding.role-address.${kind}`, { address: shown(one.address) }),
        [["remove-recipient", edits.removeRecipient(one.address)]],
      ),
    );
  }
  return found;
}

function kindOf(one) {
  if (one.kind === "list") {
    return "list";
  }
  return one.defect || isMssante(one) ? "" : readBy(one.address.toLowerCase());
}

function readBy(address) {
  const at = address.lastIndexOf("@");
  const [local, domain] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
  if (isWhole(known.nobody, local)) {
    return "nobody";
  }
  if (has(known.lists, domain) || has(known.list_name, local)) {
    return "list";
  }
  const words = local.split(/[._+-]/);
  return ROLES.has(words[0]) || (words.length > 1 && ROLES.has(words[words.length - 1])) ? "shared" : "";
}
