// The pictures an HTML text shows (RFC 2392): as `sceau.mail.body` in the helper.
import data from "../built/rules.js";
import { every } from "../review/matcher.js";

/** Gives the Content-ID that stands in an address as `cid`. */
export function unescaped(cid) {
  return cid.replace(/%([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** Gives the Content-IDs that an HTML text refers to. */
export function picturesIn(html) {
  return new Set(every(data.pictures.cid, html).map((one) => unescaped(one[1])));
}

/** Gives those of `pictures` that `html` still shows, or that it never did by a Content-ID. */
export function staying(pictures, before, html) {
  const [shown, left] = [before, html].map(picturesIn);
  return pictures.filter((one) => !shown.has(one.content_id) || left.has(one.content_id));
}
