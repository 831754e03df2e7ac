// What the sender wrote, apart from what the mail quotes, forwards or signs with.
import data from "../built/rules.js";
import { folded, linesOf } from "./characters.js";
import { begins, isWhole } from "./matcher.js";

const known = data.own_words;

/** Gives what the sender wrote of `text`, in NFC. */
export function ownWords(text) {
  const cutLines = linesOf(text.slice(0, known.longest)).map((one) =>
    one.slice(0, known.longest_line),
  );
  const lines = cutLines.join("\n").normalize("NFC").split("\n");
  const plain = lines.map(folded);
  const below = quotesBelow(plain);
  const kept = [];
  for (let place = 0; place < lines.length; place += 1) {
    if (begins(known.quoted, plain[place])) {
      kept.push("");
      continue;
    }
    const line = lines[place].replace(/\r+$/, "");
    if (line === "-- " || line === "--") {
      break;
    }
    const size = another(plain, place);
    if (!size) {
      kept.push(lines[place]);
      continue;
    }
    if (!below[place]) {
      break;
    }
    for (let count = 0; count < size; count += 1) {
      kept.push("");
    }
    place += size - 1;
  }
  return kept.join("\n");
}

/** Gives what `text` quotes or forwards. */
export function quotedText(text) {
  const own = new Set(linesOf(ownWords(text)).filter((line) => line.trim()));
  return linesOf(text)
    .filter((line) => line.trim() && !own.has(line))
    .join("\n");
}

/** Says of each folded line whether the next line with anything on it, below it and its header, is
 * quoted. */
export function quotesBelow(lines) {
  return lines.map((_, place) => {
    for (let following = place + 1; following < lines.length && following <= place + 3; following += 1) {
      if (lines[following].trim() && begins(known.quoted, lines[following])) {
        return true;
      }
    }
    return false;
  });
}

/** Gives how many folded lines, from `place` on, begin another message; 0 where none does. */
export function another(lines, place) {
  const line = lines[place];
  if (isWhole(known.begins_another, line)) {
    return 1;
  }
  const following = lines.slice(place + 1, place + 4);
  if (
    following.length &&
    isWhole(known.attribution_begins, line) &&
    isWhole(known.attribution_ends, following[0])
  ) {
    return 2;
  }
  const from = begins(known.from_line, line);
  return from && following.some((one) => begins(known.sent_line, one)) ? 1 : 0;
}
