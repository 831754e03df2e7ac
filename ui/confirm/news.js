// What a screen reader is told when the view changes by itself.

const FINDINGS = ["mail_findings", "recipient_findings", "attachment_findings"];

/** Gives the sentences that are in `next` and were not in `before`, as one text. */
export function news(before, next, say) {
  if (next.phase === "ended") {
    return say(next.outcome?.sentence ?? next.headline);
  }
  if (next.phase === "working") {
    const what = next.progress && say(next.progress.what);
    return what && what !== (before.progress && say(before.progress.what)) ? what : "";
  }
  const known = new Set(FINDINGS.flatMap((list) => before[list]).map(key));
  const fresh = FINDINGS.flatMap((list) => next[list]).filter((one) => !known.has(key(one)));
  const sentences = fresh.filter((one) => one.state === "open" || one.state === "said").slice(0, 3);
  const headline = say(next.headline);
  const changed = headline !== say(before.headline) ? [headline] : [];
  return [...changed, ...sentences.map((one) => say(one.evidence))].join(" ");
}

function key(finding) {
  return `${finding.id}\n${finding.state}`;
}
