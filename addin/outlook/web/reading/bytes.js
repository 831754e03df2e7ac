// Bytes and base64, without what only a browser has: the classic event runtime has neither.

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

/** Gives `bytes` as base64. */
export function toBase64(bytes) {
  const parts = [];
  for (let start = 0; start < bytes.length; start += 24_573) {
    let part = "";
    const end = Math.min(start + 24_573, bytes.length);
    for (let at = start; at < end; at += 3) {
      const [one, two, three] = [bytes[at], bytes[at + 1] || 0, bytes[at + 2] || 0];
      part += SIGNS[one >> 2] + SIGNS[((one & 3) << 4) | (two >> 4)];
      part += at + 1 < end ? SIGNS[((two & 15) << 2) | (three >> 6)] : "=";
      part += at + 2 < end ? SIGNS[three & 63] : "=";
    }
    parts.push(part);
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
