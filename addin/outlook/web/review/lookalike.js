// Which known domain an address's domain is taken for.
import punycode from "punycode/punycode.js";
import data from "../built/rules.js";
import { PROVIDERS, isInside } from "./people.js";
import { isMisspelt, isSlip, looks, scripts } from "./slips.js";

const known = data.lookalike;
const REAL = new Set(known.real);
const asked = new Map();
const SEEN_AS = new Map(known.providers.map(([one]) => [looks(one), one]));

/** Gives the domain that `domain` (in A-labels) is taken for; empty where it mixes alphabets without
 * looking like a known one, null where there is nothing to say of it. */
export function meant(domain, internal) {
  const key = `${domain} ${Array.from(internal).join(" ")}`;
  if (!asked.has(key)) {
    asked.set(key, look(domain, internal));
  }
  return asked.get(key);
}

function look(domain, internal) {
  if (!domain || PROVIDERS.has(domain) || REAL.has(domain) || isInside(domain, internal)) {
    return null;
  }
  if (Object.prototype.hasOwnProperty.call(known.never, domain)) {
    return known.never[domain];
  }
  const shownAs = inLetters(domain);
  const seenAs = looks(shownAs);
  const own = Array.from(internal).sort().find((one) => likeOwn(domain, seenAs, one));
  if (own) {
    return own;
  }
  if (SEEN_AS.has(seenAs)) {
    return SEEN_AS.get(seenAs);
  }
  const [name, ending] = apart(domain, domain.indexOf("."));
  const provider = known.providers.find((one) => likeProvider(name, ending, one[1], one[2]));
  if (provider) {
    return provider[0];
  }
  return shownAs.split(".").some((label) => scripts(label).size > 1) ? "" : null;
}

function apart(text, at) {
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function likeProvider(name, ending, meantName, meantEnding) {
  if (name === meantName) {
    return (known.ending_slips[meantEnding] || []).includes(ending);
  }
  if (ending !== meantEnding || Math.abs(name.length - meantName.length) > 1) {
    return false;
  }
  const swapped = () => Array.from(name).sort().join("") === Array.from(meantName).sort().join("");
  return isSlip(meantName, name) && (meantName.length >= known.short || swapped());
}

function lastApart(domain) {
  const at = domain.lastIndexOf(".");
  return at < 0 ? ["", domain] : apart(domain, at);
}

function likeOwn(domain, seenAs, own) {
  const [name, ending] = lastApart(domain);
  const [ownName, ownEnding] = lastApart(own);
  if (seenAs === looks(own)) {
    return true;
  }
  const [bare, ownBare] = [name, ownName].map((one) => one.split("-").join(""));
  if (ownBare.length < known.short) {
    return false;
  }
  if (bare === ownBare || (ending === ownEnding && isSlip(ownBare, bare))) {
    return true;
  }
  const long = ownBare.length >= known.part_of_others;
  if (long && ending === ownEnding && isMisspelt(ownBare, bare)) {
    return true;
  }
  const parts = name.split(".").join("-");
  return long && (parts.endsWith(`-${ownName}`) || parts.startsWith(`${ownName}-`));
}

function inLetters(domain) {
  return domain
    .split(".")
    .map((label) => {
      try {
        return label.startsWith("xn--") ? punycode.decode(label.slice(4)) : label;
      } catch {
        return label; // no A-label after all: it is shown as it stands
      }
    })
    .join(".");
}
