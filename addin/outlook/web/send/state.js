// What the task pane and the handlers tell each other about one message, through Outlook's session
// data: kept by Outlook while the message is written, never in it. Nothing readable stands in it.
import { ask } from "../item/ask.js";
import { digest } from "./fingerprint.js";
import { bare, textsOf } from "../review/texts.js";

// Each is written by one side alone: the handlers read files while the pane confirms, and would write
// back what they found before.
const CONFIRMED = "sceau";
const READ = "sceau-read";
const NOTHING = { confirmed: "", passwords: [], unsure: false };
const MOST_PASSWORDS = 20;
const MOST_PIECES = 24;

/**
 * Gives what is known of `item`: `confirmed`, `passwords`, `unsure` (its text was being changed, and was
 * not confirmed since), `readings`. Where nothing was ever kept, or
 * it is unreadable, nothing is known: then the mail is looked at as a new one.
 * @param {Office.MessageCompose} item
 */
export async function known(item) {
  const [state, readings] = await Promise.all([kept(item, CONFIRMED), kept(item, READ)]);
  return { ...NOTHING, ...state, readings };
}

async function kept(item, key) {
  try {
    return JSON.parse(await ask("state", (done) => item.sessionData.getAsync(key, done)));
  } catch {
    return {}; // a message nobody looked at yet has no state: Outlook calls that a fault
  }
}

/** Keeps what was confirmed, and the passwords' hashes: the pane's. */
export function keep(item, { confirmed, passwords, unsure }) {
  return write(item, CONFIRMED, { confirmed, passwords, unsure });
}

/** Keeps what was read of the files: the handlers'. */
export function keepReadings(item, readings) {
  return write(item, READ, readings);
}

function write(item, key, value) {
  return ask("state", (done) => item.sessionData.setAsync(key, JSON.stringify(value), done));
}

/** Gives what is kept of a password: its hash, its length and whether it has digits. */
export function passwordKept(password, salt) {
  const plain = bare(password);
  return { salt, hashed: digest(`${salt}${plain}`), length: plain.length };
}

/** Gives `state` with this password, made by Sceau (80 bits: no hash of it can be guessed at). */
export function withPassword(state, password) {
  const salt = digest(`${Math.random()}${Date.now()}${state.passwords.length}`).slice(0, 16);
  const passwords = [...state.passwords, passwordKept(password, salt)].slice(-MOST_PASSWORDS);
  return { ...state, passwords };
}

/** Says where in `mail` a password stands that sealed one of its files; null where none does. */
export function passwordStandsIn(mail, passwords) {
  if (!passwords.length) {
    return null;
  }
  const found = textsOf(mail).find(([, text]) => passwords.some((one) => stands(one, text)));
  return found ? found[0] : null;
}

function stands({ salt, hashed, length }, text) {
  const pieces = text.normalize("NFKC").toLowerCase().match(/[a-z0-9]+/g) || [];
  return pieces.some((_, start) => {
    let whole = "";
    for (let count = 0; count < MOST_PIECES && whole.length < length; count += 1) {
      whole += pieces[start + count] || "";
    }
    return whole.length === length && digest(`${salt}${whole}`) === hashed;
  });
}
