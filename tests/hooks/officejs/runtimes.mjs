// The shipped handler file in the two runtimes it meets: classic Outlook's, which has no page and
// nothing of a browser, and a browser's.
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { office } from "./outlook.mjs";

const FILE = `${process.env.SCEAU_DIST}/launch.js`;
export const SHIPPED = readFileSync(FILE, "utf8");

const BROWSER = ["crypto", "TextEncoder", "TextDecoder", "URL", "atob", "btoa", "fetch", "performance"];

// What JavaScript got after 2016, which the oldest classic runtimes lack.
const NEWER = `
  for (const [owner, names] of [
    [Object, ["entries", "values", "fromEntries", "getOwnPropertyDescriptors", "hasOwn", "groupBy"]],
    [String.prototype, ["padStart", "padEnd", "trimStart", "trimEnd", "matchAll", "replaceAll", "at"]],
    [Array.prototype, ["flat", "flatMap", "at", "findLast", "findLastIndex", "toSorted", "toReversed", "with"]],
    [Uint8Array.prototype.__proto__, ["at", "findLast", "toSorted", "with"]],
    [Promise.prototype, ["finally"]],
    [Promise, ["allSettled", "any", "withResolvers"]],
    [this, ["globalThis", "SharedArrayBuffer", "Atomics", "BigInt", "WeakRef", "AggregateError", "Intl", "WebAssembly"]],
  ]) {
    names.forEach((name) => delete owner[name]);
  }`;

/** What is there beside the language itself, by the runtime's name. */
export const RUNTIMES = {
  "classic Outlook": {},
  "a browser": Object.fromEntries([
    ...BROWSER.map((name) => [name, globalThis[name]]),
    ["document", {}], ["navigator", {}], ["location", { href: "https://sceau.example/launch.html" }],
  ]),
};

/** Loads the file beside `item`; gives the handlers it names and a way to have one answer. */
export function load(runtime, item, { language = "fr-FR", rush = 1, clock = null } = {}) {
  const actions = {};
  const timers = clock
    ? { setTimeout: clock.setTimeout, clearTimeout: clock.clearTimeout }
    : { setTimeout: (work, wait) => setTimeout(work, wait / rush), clearTimeout };
  const context = createContext({ ...RUNTIMES[runtime], ...timers, Office: office(item, language, actions) });
  if (runtime === "classic Outlook") {
    runInContext(NEWER, context);
  } else {
    context.self = context;
  }
  runInContext(SHIPPED, context);
  const call = (name) => new Promise((resolve) => {
    let answered = 0;
    actions[name]({
      completed: (answer) => {
        answered += 1;
        resolve({ ...answer, answered: () => answered });
      },
    });
  });
  return { actions, call, context };
}
