// What is done to a file's bytes away from the page, so that the page goes on answering.
import { sealLetter } from "./letter_sealed.js";
import { seal } from "./seal.js";

/** Gives what can be asked for, by name. `qpdf` loads qpdf. `told` hears how much of it is done. */
export function works(qpdf) {
  return {
    /** Says who opens a PDF: `anyone`, `owner-only`, `password`, or `unknown`. */
    opening: async ({ content }) => (await qpdf()).openingOf(content),
    /** Gives what of `written` opens a PDF, tried for `most` milliseconds; empty where none does. */
    trying: async ({ content, written, most }) => (await qpdf()).openedBy(content, written, most),
    seal: (asked, told) => seal(asked, qpdf, told),
    letter: (asked, told) => sealLetter(asked, qpdf, told),
  };
}
