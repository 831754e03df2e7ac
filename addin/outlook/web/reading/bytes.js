// Bytes and base64; reading it without what only a browser has, as the classic event runtime has
// none of that.

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Uint8Array(128).fill(255);
for (let place = 0; place < SIGNS.length; place += 1) {
  VALUES[SIGNS.charCodeAt(place)] = place;
}

/** Gives the bytes that base64 `text` stands for; throws for what is none. */
export function fromBase64(text) {
  const length = text.length - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let [held, bits, at] = [0, 0, 0];
  for (let place = 0; place < length; place += 1) {
    const value = VALUES[text.charCodeAt(place)];
    if (value === undefined || value === 255) {
      throw new RangeError("not base64");
    }
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (held >> bits) & 255;
      at += 1;
    }
  }
  return bytes;
}

const PIECE = 24_573; // a multiple of three: base64 of pieces is that of the whole

/** Gives `bytes` as base64. For the task pane: the classic event runtime has no `btoa`. */
export function toBase64(bytes) {
  const parts = [];
  for (let start = 0; start < bytes.length; start += PIECE) {
    parts.push(btoa(String.fromCharCode.apply(null, bytes.subarray(start, start + PIECE))));
  }
  return parts.join("");
}

/** Gives each of `bytes` from `start` to `end` as the character of the same number. */
export function latin1(bytes, start = 0, end = bytes.length) {
  let text = "";
  for (let at = start; at < Math.min(end, bytes.length); at += 8192) {
    text += String.fromCharCode.apply(null, bytes.subarray(at, Math.min(at + 8192, end)));
  }
  return text;
}

/** Gives where `wanted` (ASCII) stands in `bytes` first, from `start` on and before `end`; -1. */
export function find(bytes, wanted, start = 0, end = bytes.length) {
  const first = wanted.charCodeAt(0);
  const last = Math.min(end, bytes.length) - wanted.length;
  for (let at = bytes.indexOf(first, start); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted.charCodeAt(same)) {
      same += 1;
    }
    if (same === wanted.length) {
      return at;
    }
  }
  return -1;
}

/** Gives `text` in UTF-8. The classic event runtime has no TextEncoder. */
export function utf8(text) {
  const bytes = [];
  for (const letter of text) {
    const code = letter.codePointAt(0);
    if (code < 0x80) {
      bytes.push(code);
    } else if (code < 0x800) {
      bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    } else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    } else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return Uint8Array.from(bytes);
}
