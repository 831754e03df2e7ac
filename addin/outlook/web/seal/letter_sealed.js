// The text of a mail sealed: a PDF, or the page that shows all of it in an archive.
import { SealError } from "./error.js";
import { letterPdf } from "./letter_pdf.js";
import { seal } from "./seal.js";

/**
 * Seals the letter as `format` and gives `{content, format}`: a PDF of `text` and `pictures`, or an archive
 * of `page` (its bytes; `name` is the file's in it), also where a picture turns out not to suit a PDF.
 * Throws SealError as `seal` does.
 */
export async function sealLetter({ format, text, pictures, page, name, password }, qpdf, told) {
  if (format === "pdf") {
    try {
      const content = await letterPdf(text, pictures);
      const made = await seal({ content, name: "message.pdf", format, password }, qpdf, told);
      if (made.format === "pdf") {
        return made;
      }
    } catch (refused) {
      if (!(refused instanceof SealError) || refused.reason !== "unsuited") {
        throw refused;
      }
    }
  }
  return seal({ content: page, name, format: "zip", password }, qpdf, told);
}
