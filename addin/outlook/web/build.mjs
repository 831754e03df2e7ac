// Bundles the add-in into one folder of static files: node build.mjs FOLDER DOMAINS SENDS
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const [folder, domains, sends] = process.argv.slice(2);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

// The pages post to the add-in, and not to a window process.
const bridge = {
  name: "bridge",
  setup: ({ onResolve }) =>
    onResolve({ filter: /common\/bridge\.js$|^\.\/bridge\.js$/ }, () => ({ path: here("pane/bridge.js") })),
};

const common = {
  bundle: true,
  minify: true,
  legalComments: "inline",
  charset: "utf8",
  logLevel: "warning",
  define: { SCEAU_DOMAINS: domains, SCEAU_SENDS: sends },
};

const CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval' https://appsforoffice.microsoft.com",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

await mkdir(folder, { recursive: true });
await build({
  ...common,
  entryPoints: [here("send/launch.js")],
  outfile: `${folder}/launch.js`,
  format: "iife",
  target: "es2016",
  // Before the bundle, whose own helpers take it for granted.
  banner: { js: await readFile(here("send/es2016.js"), "utf8") },
});
await build({
  ...common,
  stdin: {
    contents: 'import "../../../../ui/confirm/confirm.js"; import "./pane.js";',
    resolveDir: here("pane"),
  },
  outfile: `${folder}/pane.js`,
  format: "iife",
  target: "es2022",
  plugins: [bridge],
  external: ["fs", "path", "crypto"],
});
await build({
  ...common,
  entryPoints: [here("seal/worker.js")],
  outfile: `${folder}/worker.js`,
  format: "iife",
  target: "es2022",
  // Where zip.js looks for files of its own by itself; it is told where they are.
  define: { ...common.define, "import.meta.url": '"https://sceau.invalid/"' },
  external: ["fs", "path", "crypto"],
});
await build({ ...common, entryPoints: [here("pane/pane.css")], outfile: `${folder}/pane.css` });
for (const name of ["pane/pane.html", "send/launch.html"]) {
  const page = (await readFile(here(name), "utf8")).replace("@CSP@", CSP);
  await writeFile(`${folder}/${name.split("/")[1]}`, page);
}
await copyFile(here("node_modules/@neslinesli93/qpdf-wasm/dist/qpdf.wasm"), `${folder}/qpdf.wasm`);
await copyFile(here("node_modules/@zip.js/zip.js/dist/zip-module.wasm"), `${folder}/zip.wasm`);
