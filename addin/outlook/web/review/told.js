// What the text of a file tells: looked for once.
import { healthOf } from "./health.js";
import { countIpp, identifiers } from "./identifiers.js";

const PIECE = 150_000;
const OVERLAP = 200;
const kept = new WeakMap();

/** Gives what the text of a file tells, `{health, kinds}`: of somebody's health, and the kinds of
 * numbers of persons that stand in it. */
export function toldBy(found) {
  if (!kept.has(found)) {
    kept.set(found, look(found.text || ""));
  }
  return kept.get(found);
}

function look(text) {
  const kinds = new Set();
  for (let at = 0; at < text.length; at += PIECE) {
    const piece = text.slice(at, at + PIECE + OVERLAP);
    identifiers(piece).forEach((one) => kinds.add(one.kind));
    if (countIpp(piece)) {
      kinds.add("ipp");
    }
  }
  return { health: text ? healthOf(text) : null, kinds };
}

/** Whether a file, which opens without a password, holds somebody's health. */
export function isOfAPerson(found) {
  if (found.opening === "password") {
    return false;
  }
  const { health } = toldBy(found);
  return found.kind === "dicom" || Boolean(health && health.concerns === "person");
}

/** Whether this file, as `found` tells, can be sealed in `mail`. */
export function canSeal(mail, one, found) {
  return mail.protection === "none" && one.kind === "file" && !found.damaged && !found.problem && found.kind !== "empty";
}

/** Names the heaviest kind of number of a person in a file; empty where there is none. */
export function kindIn(found) {
  const { kinds } = toldBy(found);
  return ["nir", "nir-unsure", "ipp"].find((kind) => kinds.has(kind)) || "";
}

/** Whether the rule of numbers has something to say of this file. */
export function numberTold(one, found) {
  return !one.sealed && found.opening !== "password" && Boolean(kindIn(found)) && !isOfAPerson(found);
}
