import pages from "../../ui/eslint.config.js";

export default [
  ...pages,
  {
    files: ["**/*.js"],
    languageOptions: {
      globals: { messenger: "readonly" },
    },
  },
];
