// Any file as a ZIP archive with AES-256 (WinZip AE-2), by zip.js. It is opened again before it
// counts. Names stay readable in such an archive: inside, a file is called « document ».
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter, configure } from "@zip.js/zip.js/lib/zip-core-native.js";
import { SealError } from "./error.js";

configure({ useWebWorkers: false });

const AES_256 = 3;

/** Gives `content` in an archive that only `password` opens; of `name` only the ending goes in. */
export async function sealZip(content, name, password) {
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name);
  const inside = `document${ending ? ending[0] : ""}`;
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    password,
    encryptionStrength: AES_256,
    extendedTimestamp: false,
    lastModDate: new Date(1980, 0, 1),
  });
  await writer.add(inside, new Uint8ArrayReader(content));
  const sealed = await writer.close();
  await prove(sealed, content, password);
  return sealed;
}

async function prove(sealed, content, password) {
  const read = async (given) => {
    const reader = new ZipReader(new Uint8ArrayReader(sealed));
    const [entry] = /** @type {any[]} */ (await reader.getEntries());
    return entry.encrypted && entry.getData
      ? entry.getData(new Uint8ArrayWriter(), { password: given, checkSignature: true })
      : null;
  };
  const opened = await read(password).catch(() => null);
  const refused = await read(`${password}?`).then(() => false, () => true);
  const same = opened !== null && opened.length === content.length &&
    opened.every((byte, at) => byte === content[at]);
  if (!same || !refused) {
    throw new SealError("not-verified");
  }
}
