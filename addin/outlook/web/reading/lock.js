// What asks for a ZIP archive's password (WinZip, *AES Encryption Information*, sections III to V):
// two bytes tell most wrong ones at once, the entry's authentication code proves the right one.
import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { utf8 } from "./bytes.js";

const ROUNDS = 1000;
const CODE = 10;
const BLOCK = 20;
const AES_FIELD = 0x9901;
const MOST_PROVEN = 32 * 1024 * 1024;

/** Gives the lock of the smallest entry with AES of `entries`: `{strength, start, size, salt, check}`,
 * the bytes as numbers; null where there is none. */
export function lockOf(content, entries) {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  for (const one of entries.slice().sort((left, right) => left.size - right.size)) {
    const strength = strengthOf(one.extra);
    const head = one.offset + 30;
    if (strength && one.locked && one.size <= MOST_PROVEN && head <= content.length && view.getUint32(one.offset, true) === 0x04034b50) {
      const start = head + view.getUint16(one.offset + 26, true) + view.getUint16(one.offset + 28, true);
      const salt = 4 + 4 * strength;
      if (start + one.size <= content.length && one.size >= salt + 2 + CODE) {
        const [salted, check] = [[0, salt], [salt, salt + 2]].map(([from, to]) => Array.from(content.subarray(start + from, start + to)));
        return { strength, start, size: one.size, salt: salted, check };
      }
    }
  }
  return null;
}

function strengthOf(extra) {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  let at = 0;
  while (at + 4 <= extra.length) {
    const size = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === AES_FIELD && size >= 7 && at + 11 <= extra.length) {
      return extra[at + 8] >= 1 && extra[at + 8] <= 3 ? extra[at + 8] : 0;
    }
    at += 4 + size;
  }
  return 0;
}

/** Whether `password` passes the two bytes that are looked at first: one wrong one in 65,536 does. */
export function mayOpen({ strength, salt, check }, password) {
  const last = keySize(strength) * 2;
  const number = Math.floor(last / BLOCK) + 1;
  const made = block(utf8(password), Uint8Array.from([...salt, 0, 0, 0, number]));
  return made[last % BLOCK] === check[0] && made[(last % BLOCK) + 1] === check[1];
}

// One block of PBKDF2 (RFC 8018, 5.2): the two bytes stand in the last one alone.
function block(password, salted) {
  const keyed = hmac.create(sha1, password);
  let one = keyed.clone().update(salted).digest();
  const all = one.slice();
  for (let round = 1; round < ROUNDS; round += 1) {
    one = keyed.clone().update(one).digest();
    for (let at = 0; at < BLOCK; at += 1) {
      all[at] ^= one[at];
    }
  }
  return all;
}

/** Whether `password` opens the archive `content`, whose lock this is. */
export function opens({ strength, start, size, salt }, content, password) {
  const bits = keySize(strength);
  const made = pbkdf2(sha1, utf8(password), Uint8Array.from(salt), { c: ROUNDS, dkLen: 2 * bits + 2 });
  const end = start + size - CODE;
  const proof = hmac(sha1, made.subarray(bits, 2 * bits), content.subarray(start + salt.length + 2, end));
  return content.subarray(end, end + CODE).every((byte, at) => byte === proof[at]);
}

function keySize(strength) {
  return 8 + 8 * strength;
}
