// Trying what stands in a mail on its locked files: whether a password opens one is found out, and
// not guessed.
import { mayOpen, opens } from "../reading/lock.js";
import { candidates } from "../review/candidates.js";
import { contentOf } from "./read.js";

/** Milliseconds the trying of one mail goes on for at most. */
const LONGEST = 3_000;
const AT_ONCE = 16;

/**
 * Gives `readings` with what opens the archives among them (`opened_by`). `tryPdf` gives what opens
 * a PDF out of candidates, empty where none does; without it PDFs are left out. What cannot be tried
 * stays as it is.
 */
export async function withOpened(item, mail, readings, tryPdf = null) {
  const locked = Array.from(readings).filter(([, found]) => found.opening === "password" && (found.lock || (tryPdf && found.kind === "pdf")));
  if (!locked.length) {
    return readings;
  }
  const written = candidates(mail).map((one) => one.text);
  const after = new Map(readings);
  const ends = Date.now() + LONGEST;
  for (const [id, found] of locked) {
    const opened_by = found.lock
      ? await opener(item, id, found.lock, written, ends)
      : await tryPdf(id, written, Math.max(0, ends - Date.now())).catch(() => "");
    after.set(id, { ...found, opened_by });
  }
  return after;
}

async function opener(item, id, lock, written, ends) {
  for (let at = 0; at < written.length && Date.now() < ends; at += AT_ONCE) {
    for (const one of written.slice(at, at + AT_ONCE)) {
      if (mayOpen(lock, one) && (await proves(item, id, lock, one))) {
        return one;
      }
    }
    // The runtime has other things to answer.
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
  }
  return "";
}

async function proves(item, id, lock, password) {
  const content = await contentOf(item, id);
  return Boolean(content) && opens(lock, content, password);
}
