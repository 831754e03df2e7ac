// What an address and the name beside it tell of who a recipient is, and how that stands to somebody
// a text is about: as `sceau.review.identity` in the helper, where nothing is remembered.
import data from "../built/rules.js";
import { localWords, nameWords, samePerson, sameWord, spells } from "./names.js";

const GIVEN = new Set(data.persons.given_names);
const FAMILIES = new Set(data.persons.family_names);
const A_NAME = 5;
const [BEGINS, ENDS] = [data.persons.begins, data.persons.ends].map((one) => new Set(one));
const BEGINNINGS = new Set();
GIVEN.forEach((name) => {
  for (let size = 4; size < name.length; size += 1) {
    BEGINNINGS.add(name.slice(0, size));
  }
});

/** A recipient, as far as names tell. */
export class Identity {
  constructor({ name, address }) {
    const words = nameWords(name);
    this.names = words.length ? [words] : [];
    this.words = localWords(address);
    this.local = this.words.join("");
    this.hasDigits = /\d/.test(address.split("@")[0]);
    this.isNamed = this.names.length > 0 || this.localIsName();
  }

  localIsName() {
    const long = this.words.filter((one) => one.length > 1);
    if (long.length >= 2) {
      return long.some((one) => GIVEN.has(one)) || long.every((one) => one.length > 3);
    }
    if (!long.length) {
      return false;
    }
    const [word] = long;
    if ([word.slice(1), word.slice(0, -1), word].some((one) => FAMILIES.has(one))) {
      return true;
    }
    if (hasInitial(word) || isCalledAtHome(word)) {
      return true;
    }
    for (let size = 4; size < word.length - 2; size += 1) {
      if (GIVEN.has(word.slice(0, size)) || GIVEN.has(word.slice(-size))) {
        return true;
      }
    }
    return false;
  }

  /** Says how the recipient stands to `one`: `same`, `family`, `other`, `unlike` or `unknown`. */
  to(one) {
    if (this.names.some((name) => samePerson(name, one.words)) || spells(this.local, one.words) || this.startsAlike(one)) {
      return "same";
    }
    if (this.sharesFamily(one)) {
      return "family";
    }
    if (this.isNamed && !this.mayBe(one)) {
      return "other";
    }
    return this.isUnlike(one) ? "unlike" : "unknown";
  }

  isUnlike(one) {
    if (this.names.length || this.hasDigits || one.words.length < 2) {
      return false;
    }
    return this.words.length === 1 && this.local.length >= A_NAME && !one.words.some((word) => threes(word).some((three) => this.local.includes(three)));
  }

  mayBe(one) {
    if (this.names.length) {
      return false;
    }
    if (one.words.length === 1 && this.words.length < 2) {
      return true;
    }
    return one.words.some((word) => word.length > 2 && this.local.startsWith(word.slice(0, 3)));
  }

  startsAlike(one) {
    if (one.words.length !== 1) {
      return false;
    }
    const [word] = one.words;
    if (this.names.some((name) => name.some((each) => each.length > 1 && sameWord(word, each)))) {
      return true;
    }
    return !this.names.length && (this.local.includes(word) || this.words.some((each) => sameWord(word, each)));
  }

  sharesFamily(one) {
    let family = one.words.filter((word) => word.length > 2 && !GIVEN.has(word));
    family = family.length ? family : one.words.slice(-1).filter((word) => word.length > 2);
    const mine = new Set([].concat(...this.names, this.words));
    return family.some((word) => mine.has(word) || (word.length > 3 && this.local.includes(word)));
  }

  /** Whether a text, as its `words`, names the recipient: two words of the name side by side, or with
   * one between. */
  isIn(words) {
    const pairs = this.names.filter((name) => name.filter((one) => one.length > 1).length > 1);
    if (this.words.filter((one) => one.length > 1).length > 1) {
      pairs.push(this.words);
    }
    return words.some((word, place) => {
      const near = words.slice(place + 1, place + 3);
      if (pairs.some((name) => name.includes(word) && near.some((one) => one !== word && name.includes(one)))) {
        return true;
      }
      if (!this.local || !near.length || this.local.length <= 5 || word.length < 2) {
        return false;
      }
      return [word + near[0], word[0] + near[0], word + near[0][0]].includes(this.local);
    });
  }
}

/** Whether `word` begins or ends with an initial beside a name, as no word does. */
function hasInitial(word) {
  if (word.length < data.persons.with_initial) {
    return false;
  }
  return impossible(word.slice(0, 2), BEGINS) || impossible(word.slice(-2), ENDS);
}

function impossible(two, known) {
  return [...two].every((one) => data.persons.consonants.includes(one)) && !known.has(two);
}

/** Whether `word` is the beginning of a given name with an ending of affection. */
function isCalledAtHome(word) {
  return data.persons.at_home.some(
    (ending) => word.endsWith(ending) && BEGINNINGS.has(word.slice(0, -ending.length)),
  );
}

function threes(word) {
  const count = Math.max(word.length - 2, 1);
  return Array.from({ length: count }, (_, place) => word.slice(place, place + 3));
}
