// PDF sealed with AES-256 (ISO 32000-2, revision 6) by qpdf, compiled to WebAssembly: the library
// the helper uses too. It is opened again before it counts.
import { SealError } from "./error.js";
import { untold } from "./told.js";

const DONE = 0;
const DONE_WITH_WARNINGS = 3;

/** How much of sealing is writing it; the rest is opening it again. */
const WRITING = 0.6;

/** Loads qpdf; `make` is its module, `wasm` where its WebAssembly is. */
export async function loadQpdf(make, wasm) {
  const said = [];
  let told = untold;
  const qpdf = await listening(
    (line) => {
      const written = /write progress: (\d+)%/.exec(line);
      return written ? told(Number(written[1]) / 100) : said.push(line);
    },
    () => make({ locateFile: () => wasm, noInitialRun: true }),
  );
  let count = 0;

  function run(...args) {
    said.length = 0;
    try {
      return qpdf.callMain(args);
    } catch (thrown) {
      // Leaving the program is thrown; anything else is a fault of it.
      return typeof thrown?.status === "number" ? thrown.status : -1;
    }
  }

  // Its own way of asking (`--requires-password`) answers wrongly in this build: what it says when
  // it is asked how the file is encrypted is looked at instead.
  function opening(path) {
    const ended = run("--show-encryption", path);
    const answer = said.join("\n");
    if (ended === DONE || ended === DONE_WITH_WARNINGS) {
      return answer.includes("not encrypted") ? "anyone" : "owner-only";
    }
    return /(?:invalid|incorrect) password/i.test(answer) ? "password" : "unknown";
  }

  function withFile(content, use) {
    count += 1;
    const path = `/${count}`;
    qpdf.FS.writeFile(path, content);
    try {
      return use(path);
    } finally {
      // Emptied first: nothing readable stays in the module's memory for long.
      [path, `${path}.sealed`].forEach((one) => {
        qpdf.FS.writeFile(one, new Uint8Array(0));
        qpdf.FS.unlink(one);
      });
    }
  }

  return {
    /** Says who opens a PDF: `anyone`, `owner-only`, `password`, or `unknown`. */
    openingOf: (content) => withFile(content, opening),

    /** Gives the first of `written` that opens a PDF, tried for `most` milliseconds; empty where none
     * does. */
    openedBy: (content, written, most) =>
      withFile(content, (path) => {
        const ends = Date.now() + most;
        const works = (one) => [DONE, DONE_WITH_WARNINGS].includes(run(`--password=${one}`, "--show-encryption", path));
        for (const one of written) {
          if (works(one)) {
            return one;
          }
          if (Date.now() > ends) {
            break;
          }
        }
        return "";
      }),

    /** Gives `content` sealed with `password`; `hear` hears how much of it is done, from 0 to 1.
     * Throws SealError. */
    seal: (content, password, hear = untold) =>
      withFile(content, (path) => {
        const now = opening(path);
        if (now !== "anyone") {
          throw new SealError(now === "unknown" ? "damaged" : "already-protected");
        }
        const before = pages(run, said, path);
        const owner = `--owner-password=${secret()}`;
        const sealed = `${path}.sealed`;
        told = (part) => hear(part * WRITING);
        const ended = run(
          "--progress", "--encrypt", `--user-password=${password}`, owner, "--bits=256", "--", path, sealed,
        );
        if (ended !== DONE || !before) {
          // A damaged file is repaired by leaving parts of it out: it goes into an archive, whole.
          throw new SealError("damaged");
        }
        const opens = run(`--password=${password}`, "--check", sealed);
        const refuses = opening(sealed) === "password";
        const after = pages(run, said, sealed, `--password=${password}`);
        if (![DONE, DONE_WITH_WARNINGS].includes(opens) || !refuses || after !== before) {
          throw new SealError("not-verified");
        }
        return qpdf.FS.readFile(sealed);
      }),
  };
}

// The module takes the console's `log` for its own when it begins, and lets nothing else be put
// there: what it says of files stays out of the browser's console.
function listening(hear, begin) {
  const own = globalThis.console;
  const note = (line) => {
    hear(String(line));
  };
  globalThis.console = /** @type {any} */ ({ ...own, log: note, error: note, warn: note });
  try {
    return begin();
  } finally {
    globalThis.console = own;
  }
}

function pages(run, said, path, ...password) {
  return run(...password, "--show-npages", path) === DONE ? Number(said[said.length - 1]) : 0;
}

// Without an owner password of its own, some readers take the user's away.
function secret() {
  return Array.from(globalThis.crypto.getRandomValues(new Uint8Array(16)), (one) =>
    one.toString(16).padStart(2, "0"),
  ).join("");
}
