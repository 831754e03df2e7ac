// What a screen reader is told when the view changes by itself.

/** Gives what is new in `next`, as one text: how it ended, what is done, what cannot be. */
export function news(before, next, say) {
  if (next.phase === "ended") {
    return before.phase === "ended" ? "" : say(next.outcome?.sentence ?? next.headline);
  }
  if (next.phase === "working") {
    const what = next.progress && say(next.progress.what);
    return what && what !== (before.progress && say(before.progress.what)) ? what : "";
  }
  const known = new Set(before.files.filter((one) => one.problem).map((one) => one.id));
  const refused = next.files.filter((one) => one.problem && !known.has(one.id)).slice(0, 3);
  const headline = say(next.headline);
  const changed = headline !== say(before.headline) ? [headline] : [];
  return [...changed, ...refused.map((one) => `${one.name}. ${say(one.problem)}`)].join(" ");
}
