// Sentences for where there is no page: the handlers' messages.
import sentences from "../built/sentences.js";

/** Gives the language of `tag` (`fr-FR`, `en-GB`): English where it is, else French. */
export function languageOf(tag) {
  return String(tag || "").toLowerCase().startsWith("en") ? "en" : "fr";
}

/** Gives the function that says a phrase, or a key with its values, in `language`. */
export function sayer(language) {
  const catalogue = sentences[language];
  return (sentence, given = {}) => {
    const { key, values } = typeof sentence === "string" ? { key: sentence, values: given } : sentence;
    let form = catalogue[key] === undefined ? key : catalogue[key];
    if (typeof form === "object") {
      const count = Math.abs(Number((values || {}).count || 0));
      form = (language === "fr" ? count < 2 : count === 1) ? form.one : form.other;
    }
    return form.replace(/\{(\w+)\}/g, (place, name) =>
      values && values[name] !== undefined ? String(values[name]) : place,
    );
  };
}

const MOST = 500;

/** Gives a message of at most 500 characters out of `parts`: as many of them as go in whole, the
 * last one always. */
export function message(parts, last) {
  const kept = [];
  let length = last.length;
  for (const part of parts) {
    if (length + part.length + 1 > MOST) {
      break;
    }
    kept.push(part);
    length += part.length + 1;
  }
  return [...kept, last].join("\n").slice(0, MOST);
}
