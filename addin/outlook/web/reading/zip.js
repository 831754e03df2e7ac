// Reading a ZIP archive, or an Office document, which is one: who opens it. Only the central
// directory is read (APPNOTE 6.3.10, 4.3.12).
import { phrase } from "../review/findings.js";
import { latin1 } from "./bytes.js";
import { lockOf } from "./lock.js";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const AES = 99;
const OFFICE = [["word/", "docx"], ["xl/", "xlsx"], ["ppt/", "pptx"]];

/** Tells whether every file of the archive asks for a password: ZipCrypto is none. */
export function readZip(content) {
  const entries = directory(content);
  if (!entries) {
    return { kind: "zip", damaged: true, problem: phrase("reading.problem.damaged") };
  }
  const kind = officeKind(entries.map((one) => one.name));
  const files = entries.filter((one) => !one.name.endsWith("/"));
  const locked = files.filter((one) => one.locked);
  const all = files.length > 0 && locked.length === files.length;
  if (all && locked.every((one) => one.method === AES)) {
    return { kind, opening: "password", lock: lockOf(content, files) };
  }
  return { kind, opening: "anyone", weakness: locked.length ? (all ? "zipcrypto" : "some-entries") : "" };
}

function directory(content) {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let at = content.length - 22;
  const lowest = Math.max(0, at - 0xffff);
  while (at >= lowest && view.getUint32(at, true) !== END) {
    at -= 1;
  }
  if (at < lowest) {
    return null;
  }
  const count = view.getUint16(at + 10, true);
  // Something may stand before the archive: its offsets begin where it does.
  let place = at - view.getUint32(at + 12, true);
  const before = place - view.getUint32(at + 16, true);
  const entries = [];
  while (entries.length < count) {
    if (place < 0 || place + 46 > at || view.getUint32(place, true) !== ENTRY) {
      return null;
    }
    const [name, extra, remark] = [28, 30, 32].map((field) => view.getUint16(place + field, true));
    entries.push({
      name: latin1(content, place + 46, place + 46 + name),
      locked: view.getUint16(place + 8, true) % 2 === 1,
      method: view.getUint16(place + 10, true),
      size: view.getUint32(place + 20, true),
      offset: before + view.getUint32(place + 42, true),
      extra: content.subarray(place + 46 + name, place + 46 + name + extra),
    });
    place += 46 + name + extra + remark;
  }
  return entries;
}

function officeKind(names) {
  if (names.includes("[Content_Types].xml")) {
    const known = OFFICE.find(([folder]) => names.some((name) => name.startsWith(folder)));
    if (known) {
      return known[1];
    }
  }
  return names[0] === "mimetype" ? "odf" : "zip";
}
