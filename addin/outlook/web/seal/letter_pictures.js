// What of a picture goes on a page: a JPEG without what a camera writes beside it (ITU-T T.81, B.1), as
// in `sceau.seal.jpeg`; of a PNG its pixels alone.
import { find, latin1 } from "../reading/bytes.js";
import { SealError } from "./error.js";

const [EOI, SOS, APP0, APP1, APP2, APP14, APP15, COM] = [0xd9, 0xda, 0xe0, 0xe1, 0xe2, 0xee, 0xef, 0xfe];
const ORIENTATION = 274;
const UPRIGHT = 1;
const MOST_PIXELS = 50_000_000;

/**
 * Gives `{kind, content}` of a picture a page can show as it is: `jpeg` or `png`. Throws SealError
 * `unsuited` for any other: another format, a film, one the camera has turned, too many pixels.
 */
export function drawn(content) {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  try {
    if (latin1(content, 0, 8) === "\x89PNG\r\n\x1a\n") {
      const film = find(content, "acTL") >= 0;
      return suited("png", content, film ? 0 : view.getUint32(16) * view.getUint32(20));
    }
    if (latin1(content, 0, 3) === "\xff\xd8\xff") {
      return jpeg(content, view);
    }
  } catch (fault) {
    if (!(fault instanceof RangeError)) {
      throw fault;
    }
  }
  throw new SealError("unsuited");
}

function suited(kind, content, pixels) {
  if (!pixels || pixels > MOST_PIXELS) {
    throw new SealError("unsuited");
  }
  return { kind, content };
}

function jpeg(content, view) {
  const kept = [content.subarray(0, 2)];
  let [pixels, at] = [0, 2];
  while (view.getUint8(at + 1) !== EOI) {
    const marker = view.getUint8(at + 1);
    let end = at + 2 + view.getUint16(at + 2);
    if (view.getUint8(at) !== 0xff || end > content.length) {
      throw new SealError("unsuited");
    }
    if (marker === APP1 && isTurned(content.slice(at + 4, end))) {
      throw new SealError("unsuited");
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      // Of four inks the colours are the profile's to tell, and readers differ.
      pixels = [1, 3].includes(view.getUint8(at + 9)) ? view.getUint16(at + 5) * view.getUint16(at + 7) : 0;
    }
    if (marker === SOS) {
      end = scanEnd(view, end);
    }
    if (stays(marker, latin1(content, at + 4, at + 15))) {
      kept.push(content.subarray(at, end));
    }
    at = end;
  }
  kept.push(content.subarray(at, at + 2)); // what follows is a second picture, or a film
  return suited("jpeg", joined(kept), pixels);
}

// Where the next marker is; a zero or a restart belongs to the picture.
function scanEnd(view, start) {
  for (let at = start; ; at += 1) {
    const after = view.getUint8(at) === 0xff ? view.getUint8(at + 1) : 0;
    if (after && after !== 0xff && !(after >= 0xd0 && after <= 0xd7)) {
      return at;
    }
  }
}

// The header, the colour profile and Adobe's colour transform: the colours depend on them.
function stays(marker, begins) {
  if (marker < APP0 || marker > APP15) {
    return marker !== COM;
  }
  return marker === APP14 || (marker === APP0 && begins.startsWith("JFIF")) || (marker === APP2 && begins.startsWith("ICC_PROFILE"));
}

// Whether the camera's data (CIPA DC-008) say that the picture is to be turned.
function isTurned(segment) {
  if (latin1(segment, 0, 6) !== "Exif\0\0") {
    return false;
  }
  const tiff = new DataView(segment.buffer, 6);
  const little = tiff.getUint16(0) === 0x4949;
  const first = tiff.getUint32(4, little);
  const entries = Array.from({ length: tiff.getUint16(first, little) }, (_, place) => first + 2 + place * 12);
  const turn = entries.find((at) => tiff.getUint16(at, little) === ORIENTATION);
  return turn !== undefined && tiff.getUint16(turn + 8, little) !== UPRIGHT;
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((total, one) => total + one.length, 0));
  let at = 0;
  for (const one of parts) {
    whole.set(one, at);
    at += one.length;
  }
  return whole;
}
