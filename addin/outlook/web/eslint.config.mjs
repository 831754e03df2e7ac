// The same rules as the pages have; run with the ESLint of ui/node_modules.
import pages from "../../../ui/eslint.config.js";

const SHIPPED = { Office: "readonly", SCEAU_DOMAINS: "readonly", SCEAU_SENDS: "readonly" };

export default [
  { ignores: ["node_modules/**", "built/**"] },
  ...pages.filter((part) => !part.ignores),
  {
    files: ["**/*.js"],
    languageOptions: { globals: SHIPPED },
    // Office's calls are waited for one behind the other; what is set meanwhile is set on purpose.
    rules: { "require-await": "off", "require-atomic-updates": "off" },
  },
  {
    files: ["*.mjs"],
    languageOptions: { globals: { process: "readonly", URL: "readonly" } },
  },
];
