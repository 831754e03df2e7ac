// The text of a compose window, and the pictures in it.

import { PICTURES, TEXT } from "../helper/limits.js";

/** Where a picture goes with the mail Thunderbird holds it in its place, as base64. */
const PICTURE = /<img\b(?:[^>"]|"[^"]*")*?\ssrc="([^"]*)"/gi;
const HELD = /^data:(image\/[\w.+-]+)[^,]*;base64,(.*)$/is;
const ELSEWHERE = /^https?:/i;

/**
 * Gives the pictures of a text that go with the mail, numbered as the helper wants them; those on
 * the web do not. `file` gives the content, or null where it cannot be had.
 */
export function picturesIn(composed) {
  if (composed.isPlainText) { return Promise.resolve([]); }
  const sources = [...(composed.body ?? "").matchAll(PICTURE)].map(([, source]) => source);
  const going = [...new Set(sources)].filter((source) => source && !ELSEWHERE.test(source));
  return Promise.all(going.map(async (source, place) => {
    const [, mediaType = "", base64 = ""] = source.match(HELD) ?? [];
    return {
      entry: {
        attachment: PICTURES + place,
        name: "",
        mediaType,
        size: sizeOf(base64),
        stamp: await fingerprint(source),
      },
      file: () => decoded(base64, mediaType),
    };
  }));
}

/** Gives the text as Thunderbird holds it. */
export function contentOf({ isPlainText, plainTextBody, body }) {
  return (isPlainText ? plainTextBody : body) ?? "";
}

/** Gives the text as something that can be brought to the helper. */
export async function textOf(composed) {
  const content = contentOf(composed);
  const file = new Blob([content], { type: "text/plain" });
  const entry = {
    attachment: TEXT,
    name: "",
    mediaType: file.type,
    size: file.size,
    stamp: await fingerprint(content),
  };
  return { entry, file: () => file };
}

/** Takes ranges, which are in order, out of the text of a compose window. */
export function cut(api, tab, composed, ranges) {
  const content = contentOf(composed);
  let left = "";
  let at = 0;
  for (const { start, end } of ranges) {
    left += content.slice(at, start);
    at = end;
  }
  left += content.slice(at);
  return api.setComposeDetails(tab, composed.isPlainText ? { plainTextBody: left } : { body: left });
}

/** Puts a text without markup in the place of the whole text of a compose window. */
export function replaced(api, tab, composed, text) {
  const changed = composed.isPlainText
    ? { plainTextBody: text }
    : { body: `<!DOCTYPE html><html><head></head><body>${paragraphs(text)}</body></html>` };
  return api.setComposeDetails(tab, changed);
}

/** Puts the text back that stood in a compose window. */
export function putBack(api, tab, { isPlainText, plainTextBody, body }) {
  return api.setComposeDetails(tab, isPlainText ? { plainTextBody } : { body });
}

/** Gives the SHA-256 of a text, in hexadecimal. */
export async function fingerprint(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}

function sizeOf(base64) {
  const padding = base64.match(/={0,2}$/)[0].length;
  return Math.max(Math.floor((base64.length * 3) / 4) - padding, 0);
}

function decoded(base64, mediaType) {
  try {
    return base64 ? new Blob([Uint8Array.fromBase64(base64)], { type: mediaType }) : null;
  } catch {
    return null; // what is not base64 is no picture
  }
}

function paragraphs(text) {
  const written = text.replace(/[&<>]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[one]);
  return written.trim().split(/\n{2,}/).map((one) => `<p>${one.replace(/\n/g, "<br>")}</p>`).join("");
}
