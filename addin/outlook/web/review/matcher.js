// Regular expressions as the rules' data gives them: alternatives, each with what may not stand
// right before it, for engines that have no lookbehind.

const REACH = 16;
const made = new Map();

/** A match: where it is, its text and its groups, as `RegExp.prototype.exec` gives them. */

function prepare(pattern) {
  let known = made.get(pattern);
  if (!known) {
    known = pattern.map(({ source, flags, behind }) => ({
      body: new RegExp(source, `g${flags}`),
      whole: new RegExp(`^(?:${source})$`, flags),
      behind: behind.map(([not, what]) => ({ not, what: new RegExp(`(?:${what})$`, flags) })),
    }));
    made.set(pattern, known);
  }
  return known;
}

function allowed(one, text, at) {
  const before = text.slice(Math.max(0, at - REACH), at);
  return one.behind.every(({ not, what }) => what.test(before) !== not);
}

function first(one, text, from) {
  const { body } = one;
  let at = from;
  while (at <= text.length) {
    body.lastIndex = at;
    const found = body.exec(text);
    if (!found || allowed(one, text, found.index)) {
      return found;
    }
    at = found.index + 1;
  }
  return null;
}

/** Gives the first match of `pattern` in `text` from `from` on; null where there is none. */
export function search(pattern, text, from = 0) {
  let best = null;
  for (const one of prepare(pattern)) {
    const found = first(one, text, from);
    if (found && (!best || found.index < best.index)) {
      best = found;
    }
  }
  return best;
}

/** Whether `pattern` is somewhere in `text`. */
export function has(pattern, text) {
  return search(pattern, text) !== null;
}

/** Gives the match of `pattern` that begins `text`; null where none does. */
export function begins(pattern, text) {
  const found = search(pattern, text);
  return found && found.index === 0 ? found : null;
}

/** Whether `pattern` is the whole of `text`. */
export function isWhole(pattern, text) {
  return prepare(pattern).some((one) => one.whole.test(text) && allowed(one, text, 0));
}

/** Gives every match of `pattern` in `text`, in their order, from `from` on. */
export function every(pattern, text, from = 0) {
  const parts = prepare(pattern);
  const next = parts.map((one) => first(one, text, from));
  const all = [];
  let at = from;
  for (;;) {
    let best = -1;
    for (let place = 0; place < parts.length; place += 1) {
      if (next[place] && next[place].index < at) {
        next[place] = first(parts[place], text, at);
      }
      if (next[place] && (best < 0 || next[place].index < next[best].index)) {
        best = place;
      }
    }
    if (best < 0) {
      return all;
    }
    const found = next[best];
    all.push(found);
    at = found.index + (found[0].length || 1);
  }
}
