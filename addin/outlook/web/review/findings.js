// What a review finds: one shape, the same as in the helper (`sceau.review.findings`).

/** Names a sentence of the catalogue, and what fills it. */
export function phrase(key, values = {}) {
  return { key, values };
}

/** Names what a Finding is about. */
export function about(kind, id = "") {
  return { kind, id };
}

/** Gives one Finding; `cures` are pairs of a name and its Edits. */
export function finding(rule, level, abouts, evidence, cures = []) {
  return {
    rule,
    level,
    about: abouts,
    evidence,
    cures: cures.map(([name, ...edits]) => ({ name, edits })),
    id: [rule, ...abouts.map((one) => one.id)].join(":"),
  };
}

export const edits = {
  moveToBcc: (addresses) => ({ edit: "move-to-bcc", addresses }),
  removeRecipient: (address) => ({ edit: "remove-recipient", address }),
  replaceRecipient: (address, by, name = "") => ({ edit: "replace-recipient", address, by, name }),
  seal: (attachment) => ({ edit: "seal-attachment", attachment }),
  cutHistory: () => ({ edit: "cut-history" }),
  cutPassages: (passages, links = []) => ({ edit: "cut-passages", passages, links }),
  sealBody: () => ({ edit: "seal-body" }),
  rename: (attachment, name) => ({ edit: "rename-attachment", attachment, name }),
  removeAttachment: (attachment) => ({ edit: "remove-attachment", attachment }),
  replaceSubject: (subject) => ({ edit: "replace-subject", subject }),
  oneEach: () => ({ edit: "one-mail-per-recipient" }),
};
