// Any file as a ZIP archive with AES-256 (WinZip AE-2), by zip.js. It is opened again before it
// counts. Names stay readable in such an archive: inside, a file is called « document ».
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter, configure } from "@zip.js/zip.js/lib/zip-core-external.js";
import { SealError } from "./error.js";
import { untold } from "./told.js";

const AES_256 = 3;
const PIECE = 2 ** 20;
const SAMPLE = 2 ** 14;
const SAMPLES = 4;

/** Says where zip.js' WebAssembly is (`wasm`, an address): without it AES is three times slower. */
export function useWasm(wasm) {
  configure({ useWebWorkers: false, chunkSize: PIECE, wasmURI: wasm });
}

/**
 * Gives `content` in an archive that only `password` opens; of `name` only the ending goes in.
 * `told` hears how much of it is done, from 0 to 1. Throws SealError `not-verified`.
 */
export async function sealZip(content, name, password, told = untold) {
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name);
  const inside = `document${ending ? ending[0] : ""}`;
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    password,
    encryptionStrength: AES_256,
    extendedTimestamp: false,
    lastModDate: new Date(1980, 0, 1),
    ...((await shrinks(content)) ? {} : { level: 0 }),
  });
  const half = (from) => async (done, total) => told(from + done / (total || 1) / 2);
  await writer.add(inside, new Uint8ArrayReader(content), { onprogress: half(0) });
  const sealed = await writer.close();
  await prove(sealed, content, password, half(0.5));
  return sealed;
}

// By four places of the file, as the helper does: a photo or a scan stays as large as it is.
async function shrinks(content) {
  const step = Math.max(SAMPLE, Math.floor(content.length / SAMPLES));
  let [taken, left] = [0, 0];
  for (let start = 0; start < content.length; start += step) {
    const sample = content.slice(start, start + SAMPLE);
    const pressed = new Blob([sample]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    taken += sample.length;
    left += (await new Response(pressed).arrayBuffer()).byteLength;
  }
  return left < 0.9 * taken;
}

async function prove(sealed, content, password, onprogress) {
  const read = async (given, more = {}) => {
    const reader = new ZipReader(new Uint8ArrayReader(sealed));
    const [entry] = /** @type {any[]} */ (await reader.getEntries());
    return entry.encrypted && entry.getData
      ? entry.getData(new Uint8ArrayWriter(), { password: given, checkSignature: true, ...more })
      : null;
  };
  const opened = await read(password, { onprogress }).catch(() => null);
  const refused = await read(`${password}?`).then(() => false, () => true);
  if (!opened || !isSame(opened, content) || !refused) {
    throw new SealError("not-verified");
  }
}

function isSame(one, other) {
  let same = one.length === other.length;
  for (let at = 0; same && at < one.length; at += 1) {
    same = one[at] === other[at];
  }
  return same;
}
