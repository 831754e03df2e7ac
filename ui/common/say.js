// The catalogue's sentences, as text: the same rules as `sceau.phrases.say`.
import { plain } from "./text.js";

const PLACE = /\{(\w+)\}/gu;
const UNITS = ["b", "kb", "mb", "gb"];

/**
 * Gives the function that says a phrase in `language`.
 *
 * It takes a phrase `{key, values}`, or a key and its values. Values come from outside: controls
 * are shown as `�`, and each stands by itself for the reading direction (U+2068 … U+2069).
 */
export function speaker(language, catalogue) {
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });

  function say(sentence, given = {}) {
    const key = typeof sentence === "string" ? sentence : sentence.key;
    const values = typeof sentence === "string" ? given : (sentence.values ?? {});
    let form = Object.hasOwn(catalogue, key) ? catalogue[key] : key;
    if (typeof form === "object") {
      form = form[plurals.select(Number(values.count ?? 0))] ?? form.other;
    }
    return form.replace(PLACE, (place, name) =>
      Object.hasOwn(values, name) ? value(values[name]) : place,
    );
  }

  function value(given) {
    return typeof given === "number" ? numbers.format(given) : apart(plain(given));
  }

  /** Gives `bytes` as people read a file's size: `1,8 Mo`, `284 ko`. */
  say.size = (bytes) => {
    let unit = 0;
    let amount = bytes;
    while (amount >= 1000 && unit < UNITS.length - 1) {
      amount /= 1000;
      unit += 1;
    }
    const digits = amount < 10 && unit > 1 ? amount : Math.max(Math.round(amount), bytes ? 1 : 0);
    return say(`confirm.size-${UNITS[unit]}`, { size: numbers.format(digits) });
  };

  return say;
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

function apart(text) {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}
