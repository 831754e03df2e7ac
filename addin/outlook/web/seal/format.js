// How a file is sealed, and what the sealed one is called.

/** Says how a file with this reading is sealed: `pdf`, `zip`, or not at all (empty). */
export function formatOf(found) {
  if (!found || found.kind === "empty" || found.opening === "password") {
    return "";
  }
  return found.kind === "pdf" && !found.signed && !found.damaged ? "pdf" : "zip";
}

/** Names the sealed copy of the file `name`; `say` says it in the person's language. */
export function sealedName(name, format, say) {
  const dot = name.lastIndexOf(".");
  const stem = dot > 0 && name.length - dot <= 16 ? name.slice(0, dot) : name;
  return say("seal.file-name", { stem, suffix: `.${format}` });
}
