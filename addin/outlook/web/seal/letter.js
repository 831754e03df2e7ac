// The text of a mail as one page that holds all it shows and loads nothing: what goes into an archive in
// its place where a PDF cannot show all of it.
import { unescaped } from "../mail/pictures.js";
import { toBase64, utf8 } from "../reading/bytes.js";

/** What the page is called before it is sealed. */
export const PAGE = "message.html";

const HEAD =
  '<!DOCTYPE html>\n<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">";

/**
 * Gives the bytes of the page. `mail` is as it was read; `pictures` are those in it, each with its
 * `content`: they stand where the text shows them, and those it shows nowhere by a Content-ID stand
 * below it.
 * @param {any} mail
 * @param {{content_id: string, media_type: string, content: Uint8Array}[]} pictures
 */
export function letterOf({ form, html, text }, pictures) {
  const data = new Map(pictures.map((one) => [one, `data:${one.media_type};base64,${toBase64(one.content)}`]));
  const left = new Set(pictures);
  const shown = html.replace(/cid:([^"'\s<>)]{1,500})/gi, (whole, cid) => {
    const one = pictures.find((each) => each.content_id === unescaped(cid));
    left.delete(one);
    return one ? data.get(one) : whole;
  });
  const below = Array.from(left, (one) => `<p><img alt="" src="${data.get(one)}"></p>`).join("");
  return utf8(HEAD + (form === "html" ? shown + below : `<pre style="white-space:pre-wrap;font:inherit">${escaped(text)}</pre>`));
}

/** Gives `text` as HTML, its lines as they are. */
export function pageOf(text) {
  return escaped(text.trim()).split("\n").map((line) => `<div>${line || "<br>"}</div>`).join("");
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
