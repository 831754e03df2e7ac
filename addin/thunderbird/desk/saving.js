// A file of the add-on's, saved where the person says.

class NotSaved extends Error {
  reason = "not-saved";
}

/**
 * Gives a function that asks where to save a file and saves it; `downloads` is
 * `messenger.downloads`. It throws where the file was not saved, unless the person chose so.
 */
export function saver(downloads) {
  return async (file) => {
    const url = URL.createObjectURL(file);
    try {
      const saved = await ask(downloads, { url, filename: file.name, saveAs: true });
      if (!saved) { throw new NotSaved(); }
    } catch (error) {
      if (!/cancel/i.test(String(error?.message))) { throw new NotSaved(); }
    } finally {
      URL.revokeObjectURL(url);
    }
  };
}

async function ask(downloads, options) {
  const states = new Map();
  const ended = Promise.withResolvers();
  let started = null;
  const changed = ({ id, state }) => {
    if (!state || state.current === "in_progress") { return; }
    states.set(id, state.current);
    if (id === started) { ended.resolve(); }
  };
  downloads.onChanged.addListener(changed);
  try {
    started = await downloads.download(options);
    if (!states.has(started)) {
      const [found] = await downloads.search({ id: started });
      if (found && found.state !== "in_progress") { return found.state === "complete"; }
      await ended.promise;
    }
    return states.get(started) === "complete";
  } finally {
    downloads.onChanged.removeListener(changed);
  }
}
