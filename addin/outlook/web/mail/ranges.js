// Ranges of a text, from the first character to behind the last: as `sceau.mail.ranges` in the helper.

/** Gives `text` without these ranges, which are in order. */
export function without(text, ranges) {
  let left = "";
  let at = 0;
  for (const [start, end] of ranges) {
    left += text.slice(at, start);
    at = end;
  }
  return left + text.slice(at);
}

/** Gives ranges in order, those that touch as one. */
export function merged(found) {
  const together = [];
  const ordered = found.slice().sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  for (const [start, end] of ordered) {
    const last = together[together.length - 1];
    if (last && start <= last[1]) {
      last[1] = Math.max(last[1], end);
    } else {
      together.push([start, end]);
    }
  }
  return together;
}
