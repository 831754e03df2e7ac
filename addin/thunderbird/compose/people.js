// Who a mail goes to, as the helper wants it: every entry of To, Cc and Bcc, and of a mailing list
// of the address book also the people behind it.

/** Gives one field's entries; `lists` gives the mailing lists of the address books. */
export async function written(entries, lists) {
  const found = [];
  for (const text of asList(entries)) {
    found.push(mayBeList(text) ? await expanded(text, lists) : { text });
  }
  return found;
}

/** Gives a field as Thunderbird may give it (one text, a list of texts, nothing) as texts. */
export function asList(entries) {
  const all = Array.isArray(entries) ? entries : [entries];
  return all.filter((entry) => typeof entry === "string" && entry.trim());
}

/** A list stands in a field as `Name <Name>` (or its description): where no @ is. */
function mayBeList(text) {
  return !text.slice(text.lastIndexOf("<") + 1).includes("@");
}

async function expanded(text, lists) {
  const name = listName(text);
  const named = (await lists.all()).filter((list) => list.name === name);
  if (named.length !== 1) { return named.length ? { text, isList: true, members: [] } : { text }; }
  return { text, isList: true, members: await people(named[0].id, lists) };
}

function listName(text) {
  const before = text.includes("<") ? text.slice(0, text.lastIndexOf("<")) : text;
  return before.trim().replace(/^"(.*)"$/s, "$1").replace(/\\(.)/g, "$1");
}

/** Gives the people of a list; without an address they cannot be told, so none are given. */
async function people(id, lists) {
  const members = await lists.members(id);
  return members.every((member) => member.address)
    ? members.map(({ name, address }) => (name ? `${quoted(name)} <${address}>` : address))
    : [];
}

/** Gives a display name as it may stand before an address (RFC 5322 section 3.2.4). */
export function quoted(name) {
  return /^[\p{L}\p{N} !#$%&'*+/=?^_`{|}~-]+$/u.test(name)
    ? name
    : `"${name.replace(/[\\"]/g, "\\$&")}"`;
}
