// One file sealed in the form its recipient opens most easily: a PDF stays one, all else goes into
// an archive.
import { SealError } from "./error.js";
import { sealZip } from "./zip.js";

/** Bytes of an attachment Outlook takes from an add-in. */
export const LARGEST = 25 * 1024 * 1024;

/** Says how a file with this reading is sealed: `pdf`, `zip`, or not at all (empty). */
export function formatOf(found) {
  if (!found || found.kind === "empty" || found.opening === "password") {
    return "";
  }
  return found.kind === "pdf" && !found.signed && !found.damaged ? "pdf" : "zip";
}

/**
 * Seals `content` as `format` and gives `{content, name, format}`; a PDF that cannot stay one goes
 * into an archive. `say` names the copy in the person's language; throws SealError (`too-large`,
 * `empty-file`, `already-protected`, `not-verified`).
 */
export async function seal({ content, name, format, password, qpdf, say }) {
  if (!content.length) {
    throw new SealError("empty-file");
  }
  if (format === "pdf") {
    try {
      return sized(qpdf.seal(content, password), named(name, ".pdf", say), "pdf");
    } catch (refused) {
      if (!(refused instanceof SealError) || refused.reason !== "damaged") {
        throw refused;
      }
    }
  }
  return sized(await sealZip(content, name, password), named(name, ".zip", say), "zip");
}

function sized(content, name, format) {
  if (content.length > LARGEST) {
    throw new SealError("too-large");
  }
  return { content, name, format };
}

function named(name, ending, say) {
  const dot = name.lastIndexOf(".");
  const stem = dot > 0 && name.length - dot <= 16 ? name.slice(0, dot) : name;
  return say("seal.file-name", { stem, suffix: ending });
}
