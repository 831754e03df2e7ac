// One file sealed in the form its recipient opens most easily: a PDF stays one, all else goes into
// an archive.
import { SealError } from "./error.js";
import { sealZip } from "./zip.js";

/** Bytes of an attachment Outlook takes from an add-in. */
export const LARGEST = 25 * 1024 * 1024;

/**
 * Seals `content` as `format` and gives `{content, format}`; a PDF that cannot stay one goes into an
 * archive. `qpdf` gives qpdf; `told` hears how much of it is done, from 0 to 1. Throws SealError
 * (`too-large`, `empty-file`, `already-protected`, `not-verified`).
 */
export async function seal({ content, name, format, password }, qpdf, told) {
  if (!content.length) {
    throw new SealError("empty-file");
  }
  if (format === "pdf") {
    try {
      return sized((await qpdf()).seal(content, password, told), "pdf");
    } catch (refused) {
      if (!(refused instanceof SealError) || refused.reason !== "damaged") {
        throw refused;
      }
    }
  }
  return sized(await sealZip(content, name, password, told), "zip");
}

function sized(content, format) {
  if (content.length > LARGEST) {
    throw new SealError("too-large");
  }
  return { content, format };
}
