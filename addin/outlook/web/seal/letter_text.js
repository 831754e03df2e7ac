// The text of a letter in the signs its font has, and whether that does: Windows-1252, as in
// `sceau.seal.letter`.
import data from "../built/letter.js";

const WESTERN = new Set(
  Array.from(new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, code) => code))).filter(
    (sign) => !/\p{Cc}/u.test(sign),
  ),
);
const UNSEEN = new RegExp(data.unseen, "gu");
const DRAWN = /^image\/(?:jpeg|png)$/;
const IN_THE_PAGE = /<img\b[^>]*\ssrc\s*=\s*["']?\s*data:/i;

/** Gives `text` with the signs the font lacks said by others that mean the same, and what shows nothing
 * left out. */
export function plain(text) {
  const alike = Array.from(text.replace(/\r\n?/g, "\n"), (sign) => data.alike[sign] ?? sign).join("");
  const seen = alike.normalize("NFC").replace(UNSEEN, "");
  return seen.replace(/\p{Cc}/gu, (sign) => (sign === "\n" ? sign : "")).replace(/^\n+|\n+$/g, "");
}

/**
 * Says what the text of `mail` becomes: `pdf`, or `zip` where a PDF could not show all of it. A picture
 * that is no file (one typed into the HTML) is in no list of the mail's, so that the page alone has it.
 */
export function letterFormat({ form, html, text }, pictures) {
  const lines = plain(text);
  const held = lines.trim() && lines.length <= data.longest && !(form === "html" && IN_THE_PAGE.test(html));
  const shown = Array.from(lines).every((sign) => sign === "\n" || WESTERN.has(sign));
  return held && shown && pictures.every((one) => DRAWN.test(one.media_type)) ? "pdf" : "zip";
}
