// One mail for each recipient: the window's own mail goes to the first, and every other one is a
// window of its own with the same content. All are opened before any may leave, so that nothing has
// left when one cannot be made; they are sent one by one, and the window's own mail comes last.

import { Inbox } from "./inbox.js";
import { Kept } from "./passage.js";

const TAKEN_OVER = [
  "identityId",
  "subject",
  "isPlainText",
  "replyTo",
  "priority",
  "returnReceipt",
  "deliveryStatusNotification",
  "attachVCard",
  "customHeaders",
];

export class Copies {
  #known = new Map(); // compose of the copy → { tab, compose, request, copy, inbox, ended }
  #link;
  #api;
  #describe;

  constructor({ link, api, describe }) {
    this.#link = link;
    this.#api = api;
    this.#describe = describe;
  }

  /** Says whether this compose window is one of ours. */
  has(compose) {
    return this.#known.has(compose);
  }

  /** Opens the windows of all but the first of `each`; gives their tabs. */
  async open(tab, { compose, request, each }) {
    if (each.length < 2) { return []; }
    const [composed, attachments] = await Promise.all([
      this.#api.getComposeDetails(tab),
      this.#api.listAttachments(tab),
    ]);
    const content = taken(composed, attachments);
    const tabs = [];
    for (let copy = 1; copy < each.length; copy += 1) {
      const opened = await this.#api.beginNew({ ...content, to: [each[copy]] });
      const ended = Promise.withResolvers();
      const inbox = new Inbox();
      this.#known.set(String(opened.id), { tab: opened.id, compose, request, copy, inbox, ended });
      tabs.push(opened.id);
    }
    return tabs;
  }

  /** Sends the windows of these tabs, one after the other, up to the first that does not leave:
   * then it throws. */
  async send(tabs) {
    for (const tab of tabs) {
      const copy = this.#known.get(String(tab));
      this.#api.sendMessage(tab, { mode: "default" }).catch(() => copy.ended.resolve(false));
      if (!(await copy.ended.promise)) { throw new Error(`mail ${copy.copy} was not sent`); }
      this.#known.delete(String(tab));
    }
  }

  /** Closes the windows of these tabs that were not sent. */
  async drop(tabs, closeTab) {
    for (const tab of tabs) {
      if (this.#known.delete(String(tab))) {
        try {
          await this.#api.setComposeDetails(tab, { isModified: false });
          await closeTab(tab);
        } catch {
          continue; // the person has closed it
        }
      }
    }
  }

  /** One of them is about to be sent: the helper says whether it is what was confirmed. */
  async confirm(compose) {
    const copy = this.#known.get(compose);
    const endWatching = this.#link.watch();
    try {
      const details = await this.#describe(copy.tab);
      const { request } = copy;
      const made = { op: "made", compose: copy.compose, request, copy: copy.copy, details };
      this.#link.post(made);
      const answer = await copy.inbox.next();
      if (answer.op !== "release") { throw new Kept(); }
    } catch (error) {
      copy.ended.resolve(false);
      throw error;
    } finally {
      endWatching();
    }
  }

  /** Thunderbird says what became of one. */
  after(compose, result) {
    const copy = this.#known.get(compose);
    const { request } = copy;
    const after = { op: "after", compose: copy.compose, request, copy: copy.copy, ...result };
    if (this.#link.stands) { this.#link.post(after); }
    copy.ended.resolve(result.left);
  }

  /** A frame about one of them. */
  receive(frame) {
    const found = [...this.#known.values()].find(
      ({ request, copy }) => request === frame.request && copy === frame.copy,
    );
    found?.inbox.put(frame);
  }

  /** The helper keeps the mail of this request: what has not left is not sent. */
  keep(request) {
    for (const copy of this.#known.values()) {
      if (copy.request === request) { copy.inbox.end(new Kept()); }
    }
  }

  /** A window of theirs is gone. */
  closed(compose) {
    const copy = this.#known.get(compose);
    copy?.inbox.end(new Kept());
    copy?.ended.resolve(false);
  }

  /** The line broke. */
  lost() {
    for (const { inbox, ended } of this.#known.values()) {
      inbox.end(new Kept());
      ended.resolve(false);
    }
  }
}

function taken(composed, attachments) {
  const content = Object.fromEntries(
    TAKEN_OVER.filter((name) => composed[name] !== undefined).map((name) => [name, composed[name]]),
  );
  const text = composed.isPlainText
    ? { plainTextBody: composed.plainTextBody }
    : { body: composed.body };
  return { ...content, ...text, attachments: attachments.map(({ id }) => ({ id })) };
}
