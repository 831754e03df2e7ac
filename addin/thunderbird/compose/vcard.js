// Name and first address of a vCard (RFC 6350), as Thunderbird's address books give one.

/** Gives `{ name, address }`; what the card does not say is empty. */
export function whoIs(vCard) {
  const lines = vCard.replace(/\r?\n[ \t]/g, "").split(/\r?\n/).map(property);
  const name = lines.find((line) => line.name === "FN")?.value ?? "";
  const addresses = lines.filter((line) => line.name === "EMAIL");
  addresses.sort((one, other) => one.preference - other.preference);
  return { name, address: addresses[0]?.value.trim() ?? "" };
}

/** Parameters stand before the colon; a quoted one may hold a colon (RFC 6350 section 3.3). */
function property(line) {
  const [, head, value] = /^((?:[^":]|"[^"]*")*):(.*)$/s.exec(line) ?? [null, "", ""];
  const [name, ...parameters] = head.toUpperCase().split(";");
  const preferred = parameters.map((one) => /^PREF="?(\d+)/.exec(one)?.[1]).find(Boolean);
  return {
    name: name.slice(name.lastIndexOf(".") + 1),
    preference: Number(preferred ?? 101),
    value: value.replace(/\\([\\,;:])/g, "$1").replace(/\\n/gi, " "),
  };
}
