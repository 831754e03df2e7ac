// Sentences of the catalogue in Thunderbird's language.

/** Gives the sentence `key` (`thunderbird.waiting`), its places filled with `values`. */
export function say(key, values = {}) {
  const names = Object.keys(values).sort();
  const filled = names.map((name) => String(values[name]));
  return messenger.i18n.getMessage(key.replaceAll(/[.-]/g, "_"), filled);
}
