// Cutting the history out of the text of a mail, in every form of it or in none: as `sceau.mail.cuts`
// and `sceau.mail.text_edits` in the helper.
import { isAlphanumeric } from "../review/characters.js";
import { textOfHtml } from "../reading/html.js";
import { historyInHtml, historyInText } from "./history.js";
import { staying } from "./pictures.js";
import { without } from "./ranges.js";
import { EditRefused } from "./refused.js";

const ADDED = /<[^<>\n]{1,2000}>|\[[^\][\n]{1,200}\]|\bhttps?:\/\/\S+/g;

/** The Edits that take something out of the text. */
export const CUTTING = new Set(["cut-history"]);

/**
 * Gives what is to go by `edits`; null where they take nothing out of the text.
 * @param {any[]} edits
 */
export function cutsOf(edits) {
  const cutting = edits.filter((one) => CUTTING.has(one.edit));
  return cutting.length ? { history: cutting.some((one) => one.edit === "cut-history") } : null;
}

/**
 * Gives what `mail` is once `cuts` are made, without the pictures that stood only there. Throws
 * EditRefused `no-history` where none is found in one of the forms of its text, where the forms would
 * differ in what they say, or where nothing of the sender's own would be left.
 */
export function withoutCuts(mail, cuts) {
  const html = mail.html.trim() ? without(mail.html, required(historyInHtml(mail.html), cuts)) : mail.html;
  let text;
  if (mail.html.trim() && mail.text === textOfHtml(mail.html)) {
    text = textOfHtml(html);
  } else {
    text = without(mail.text, required(historyInText(mail.text), cuts));
    if (cuts.history && html.trim() && wordsOf(text) !== wordsOf(textOfHtml(html))) {
      throw new EditRefused("no-history"); // the two forms would say different things
    }
  }
  if (cuts.history && !text.trim()) {
    throw new EditRefused("no-history");
  }
  return { ...mail, text, html, inline_images: staying(mail.inline_images, mail.html, html) };
}

/** Whether there is something to cut, and, of a history, something left then. */
export function canCut(mail, edit) {
  try {
    withoutCuts(mail, cutsOf([edit]));
    return true;
  } catch (fault) {
    if (fault instanceof EditRefused) {
      return false;
    }
    throw fault;
  }
}

function required(found, cuts) {
  if (cuts.history && !found.length) {
    throw new EditRefused("no-history");
  }
  return found;
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
