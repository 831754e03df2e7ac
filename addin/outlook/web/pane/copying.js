// Copying a text. Outlook on the web shows the pane in a frame, where a browser may refuse the
// clipboard of today and still have the old way.

/** Copies `text`; tells whether it was. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedAsOfOld(text);
  }
}

function copiedAsOfOld(text) {
  const focused = document.activeElement;
  const held = document.createElement("textarea");
  held.value = text;
  held.readOnly = true;
  Object.assign(held.style, { position: "fixed", insetInlineStart: "-100vw" });
  document.body.append(held);
  held.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false; // told to the person, who notes it down
  } finally {
    held.remove();
    /** @type {HTMLElement} */ (focused)?.focus?.();
  }
}
