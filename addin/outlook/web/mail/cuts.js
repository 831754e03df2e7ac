// Cutting the history and passages out of the text of a mail, in every form of it or in none: as `sceau.mail.cuts`
// and `sceau.mail.text_edits` in the helper.
import { isAlphanumeric } from "../review/characters.js";
import { bare } from "../review/texts.js";
import { textOfHtml } from "../reading/html.js";
import { historyInHtml, historyInText } from "./history.js";
import { passagesInHtml, passagesInText } from "./passages.js";
import { staying } from "./pictures.js";
import { merged, without } from "./ranges.js";
import { EditRefused, unlessRefused } from "./refused.js";

const ADDED = /<[^<>\n]{1,2000}>|\[[^\][\n]{1,200}\]|\bhttps?:\/\/\S+/g;

/** The Edits that take something out of the text. */
export const CUTTING = new Set(["cut-history", "cut-passages"]);

/**
 * Gives what is to go out of the text of `mail` by `edits`: the history; passages, by their letters;
 * what leads to links. Null where nothing is. Throws EditRefused `no-such-passage` for a range in which
 * nothing is written.
 */
export function cutsOf(mail, edits) {
  const cutting = edits.filter((one) => CUTTING.has(one.edit));
  if (!cutting.length) {
    return null;
  }
  const cuts = { history: false, passages: new Set(), links: new Set() };
  for (const one of cutting) {
    cuts.history = cuts.history || one.edit === "cut-history";
    for (const [start, end] of one.passages || []) {
      const letters = bare(mail.text.slice(start, end));
      if (!letters) {
        throw new EditRefused("no-such-passage");
      }
      cuts.passages.add(letters);
    }
    (one.links || []).forEach((link) => cuts.links.add(link));
  }
  return cuts;
}

/** Gives the ranges that go out of a plain form. Throws EditRefused `no-history`. */
export function cutsInText(text, { history, passages }) {
  const found = passages.size ? passagesInText(text, passages) : [];
  return merged([...(history ? required(historyInText(text)) : []), ...found]);
}

/** The same for an HTML form. */
export function cutsInHtml(source, { history, passages, links }) {
  const found = passages.size || links.size ? passagesInHtml(source, passages, links) : [];
  return merged([...(history ? required(historyInHtml(source)) : []), ...found]);
}

function required(found) {
  if (!found.length) {
    throw new EditRefused("no-history");
  }
  return found;
}

/**
 * Gives what `mail` is once `cuts` are made, without the pictures that stood only there. Throws
 * EditRefused `no-history` where none is found in one of the forms of its text, where the forms would
 * differ in what they say, or where nothing of the sender's own would be left; `no-such-passage` where
 * nothing that is to go stands in any form.
 */
export function withoutCuts(mail, cuts) {
  const html = mail.html.trim() ? without(mail.html, cutsInHtml(mail.html, cuts)) : mail.html;
  let text;
  if (mail.html.trim() && mail.text === textOfHtml(mail.html)) {
    text = textOfHtml(html);
  } else {
    text = without(mail.text, cutsInText(mail.text, cuts));
    if (cuts.history && html.trim() && wordsOf(text) !== wordsOf(textOfHtml(html))) {
      throw new EditRefused("no-history"); // the two forms would say different things
    }
  }
  if (cuts.history && !text.trim()) {
    throw new EditRefused("no-history");
  }
  if (text === mail.text && html === mail.html) {
    throw new EditRefused("no-such-passage");
  }
  return { ...mail, text, html, inline_images: staying(mail.inline_images, mail.html, html) };
}

/** Whether there is something to cut, and, of a history, something left then. */
export function canCut(mail, edit) {
  return unlessRefused(() => Boolean(withoutCuts(mail, cutsOf(mail, [edit]))), false);
}

// The words of a text as one, without what a plain form adds: addresses of links, pictures.
function wordsOf(text) {
  const words = new Set();
  let word = "";
  for (const one of `${text.replace(ADDED, " ").toLowerCase()} `) {
    if (isAlphanumeric(one) && !/\d/.test(one)) {
      word += one;
    } else {
      if (Array.from(word).length > 1) {
        words.add(word);
      }
      word = "";
    }
  }
  return Array.from(words).sort().join(" ");
}
