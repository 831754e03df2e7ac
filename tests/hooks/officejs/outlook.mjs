// A message that is being written, as Outlook hands it to an add-in: only what Office.js 1.12 to
// 1.16 has (the types are Microsoft's own), and as strict: an unknown call is a fault.
import { fromBase64, toBase64 } from "../../../addin/outlook/web/reading/bytes.js";

/** Gives `object`, of which nothing that is not there can be asked. */
function strict(object, name) {
  return new Proxy(object, {
    get(target, key) {
      if (typeof key === "symbol" || key === "then" || key in target) {
        return target[key];
      }
      throw new TypeError(`Outlook has no ${name}.${String(key)}`);
    },
  });
}

const LATE = 60_000; // a minute: later than any call is waited for

/**
 * What an Office object may be stood in for by: any part of it, each as Microsoft's types say.
 * @template T
 * @typedef {T extends (...given: any[]) => any ? T : T extends object ? { [key in keyof T]?: Part<T[key]> } : T} Part
 */

/**
 * The plain text Outlook makes of a page: rules as underscores, where links lead in angle brackets.
 * @param {string} html
 */
export function plainOf(html) {
  const body = /<body[^>]*>([^]*)<\/body>/i.exec(html);
  return (body ? body[1] : html)
    .replace(/\s+/g, " ")
    .replace(/<hr\b[^>]*>/gi, `\r\n${"_".repeat(32)}\r\n`)
    .replace(/<a\b[^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gi, (_, leads, words) => (words === leads ? words : `${words}<${leads}>`).replace(/</g, "&lt;"))
    .replace(/<(?:br|\/p|\/div|\/blockquote)\b[^>]*>/gi, "\r\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&nbsp;/g, "\u00a0").replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&")
    .split("\r\n").map((line) => line.replace(/^ +| +$/g, "")).join("\r\n");
}

/** A page as Outlook keeps it: its own head, and what stood in the body. */
function kept(html) {
  const body = /<body[^>]*>([^]*)<\/body>/i.exec(html);
  const head = '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>';
  return `${head}<body dir="ltr">\r\n${(body ? body[1] : html).trim()}\r\n</body></html>`;
}

const LONGEST = 1_000_000;

/**
 * Makes a message. `form` is that of its text; of HTML Outlook makes the plain form itself, where no
 * `text` is given and when it is set. `rewrites` is what Outlook makes of HTML it is given. `faults` maps calls (`subject.getAsync`) to `"fails"`, `"throws"`, `"silent"`, `"late"`,
 * `"nothing"` (an answer without a result) or `"twice"`; `clock` has the `setTimeout` it answers by.
 * `requirements` is the set Mailbox 1.… Outlook has; `permission` the manifest's; `onSend` gives the
 * handler's answer, which Outlook asks for whoever sends.
 * @param {any} [written]
 * @returns {{item: Office.MessageCompose, mail: any, told: any[], attach: any}}
 */
export function compose({
  requirements = 15, form = "html", rewrites = (html) => html, permission = "ReadWriteItem", onSend = async () => ({ allowEvent: true }), from, to = [], cc = [], bcc = [], subject = "", text = "", html = "", type = "newMail", files = [], session = {}, faults = {}, clock = globalThis,
} = {}) {
  const mail = {
    from: from ?? person("secretariat@clinique-exemple.fr", "Secrétariat"),
    to: to.map(person), cc: cc.map(person), bcc: bcc.map(person),
    subject, text: text || plainOf(html), html: html || `<p>${text}</p>`, form, type, files: [], session, notices: {}, sent: 0, listeners: {},
  };
  const told = [];
  let number = 0;
  const attach = (name, content, more = {}) => {
    number += 1;
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
    mail.files.push({ id: `AAMk${number}`, name, size: bytes.length, attachmentType: "file", isInline: false, bytes, ...more });
    return `AAMk${number}`;
  };
  files.forEach(([name, content, more]) => attach(name, content, more));

  function answer(call, done, work) {
    told.push(call);
    if (typeof done !== "function") {
      throw new TypeError(`${call} was given no callback`);
    }
    if (faults[call] === "throws") {
      throw new Error(`${call} is out of order`);
    }
    if (faults[call] === "silent") {
      return;
    }
    clock.setTimeout(async () => {
      if (faults[call] === "fails") {
        done({ status: "failed", error: { code: 9020, message: "InternalError" } });
        return;
      }
      if (faults[call] === "nothing") {
        done(undefined);
        return;
      }
      let result;
      try {
        result = { status: "succeeded", value: await work() };
      } catch (fault) {
        result = { status: "failed", error: { message: fault.message } };
      }
      done(result);
      if (faults[call] === "twice") {
        done(result);
      }
    }, faults[call] === "late" ? LATE : 0);
  }

  const recipients = (field) => strict({
    getAsync: (done) => answer(`${field}.getAsync`, done, () => mail[field].map((one) => ({ ...one }))),
    setAsync: (list, done) => answer(`${field}.setAsync`, done, () => {
      mail[field] = list.map((one) => ({ recipientType: "other", ...one }));
    }),
  }, field);

  const find = (id) => {
    const one = mail.files.find((each) => each.id === id);
    if (!one) {
      throw new Error("InvalidAttachmentId");
    }
    return one;
  };
  /** @type {Part<Office.MessageCompose>} */
  const object = {
    from: strict({ getAsync: (done) => answer("from.getAsync", done, () => mail.from) }, "from"),
    to: recipients("to"), cc: recipients("cc"), bcc: recipients("bcc"),
    subject: strict({
      getAsync: (done) => answer("subject.getAsync", done, () => mail.subject),
      setAsync: (value, done) => answer("subject.setAsync", done, () => {
        mail.subject = value;
      }),
    }, "subject"),
    body: strict({
      getAsync: (wanted, done) => answer("body.getAsync", done, () => mail[{ text: "text", html: "html" }[wanted]]),
      ...(requirements < 3 ? {} : {
        setAsync: (data, options, done = undefined) => answer("body.setAsync", done, () => {
          const { coercionType } = options;
          if (typeof data !== "string" || !["html", "text"].includes(String(coercionType))) {
            throw new TypeError("Outlook takes a text, and how it is written");
          }
          if (data.length > LONGEST) {
            throw new Error("DataExceedsMaximumSize");
          }
          if (coercionType === "html" && mail.form === "text") {
            throw new Error("InvalidFormatError");
          }
          if (mail.form === "text") {
            Object.assign(mail, { text: data.replace(/\r?\n/g, "\r\n"), html: `<pre>${data}</pre>` });
            return;
          }
          if (coercionType !== "html") {
            throw new TypeError("the person's formatting would be lost");
          }
          const html = kept(rewrites(data));
          Object.assign(mail, { html, text: plainOf(html) });
        }),
      }),
    }, "body"),
    addHandlerAsync: (type, handler, done = undefined) => answer("addHandlerAsync", done, () => {
      mail.listeners[type] = handler;
    }),
    getComposeTypeAsync: (done) => answer("getComposeTypeAsync", done, () => ({ composeType: mail.type, coercionType: mail.form })),
    getAttachmentsAsync: (done) => answer("getAttachmentsAsync", done, () =>
      mail.files.map(({ bytes, ...one }) => one)),
    getAttachmentContentAsync: (id, done) => answer("getAttachmentContentAsync", done, () => {
      const one = find(id);
      return one.attachmentType === "cloud"
        ? { format: "url", content: "https://partage.example/x" }
        : { format: "base64", content: toBase64(one.bytes) };
    }),
    addFileAttachmentFromBase64Async: (content, name, options, done = undefined) =>
      answer("addFileAttachmentFromBase64Async", done, () => {
        if (content.length > 27_892_122) {
          throw new Error("AttachmentSizeExceeded");
        }
        return attach(name, fromBase64(content), { isInline: options.isInline });
      }),
    removeAttachmentAsync: (id, done) => answer("removeAttachmentAsync", done, () => {
      mail.files.splice(mail.files.indexOf(find(id)), 1);
    }),
    sessionData: strict({
      getAsync: (key, done) => answer("sessionData.getAsync", done, () => {
        if (!(key in mail.session)) {
          throw new Error("KeyNotFound");
        }
        return mail.session[key];
      }),
      setAsync: (key, value, done) => answer("sessionData.setAsync", done, () => {
        if (typeof value !== "string" || value.length > 50_000) {
          throw new Error("SessionDataTooLarge");
        }
        mail.session[key] = value;
      }),
    }, "sessionData"),
    notificationMessages: strict({
      replaceAsync: (key, notice, done) => answer("notice", done, () => {
        if (notice.message.length > 150 || !notice.icon) {
          throw new Error("InvalidNotification");
        }
        mail.notices[key] = notice;
      }),
      removeAsync: (key, done) => answer("notice", done, () => {
        delete mail.notices[key];
      }),
    }, "notificationMessages"),
  };
  if (requirements >= 15) {
    object.sendAsync = (done) => answer("sendAsync", done, async () => {
      if (permission !== "ReadWriteMailbox") {
        throw new Error("PermissionDenied");
      }
      const { allowEvent } = await onSend();
      if (!allowEvent) {
        throw new Error("EventCanceled");
      }
      mail.sent += 1;
    });
  }
  return { item: /** @type {any} */ (strict(object, "item")), mail, told, attach };
}

/** Gives a recipient as Outlook does; `Name <address>` and `list:Name <address>` are understood. */
export function person(written, name) {
  if (typeof written !== "string") {
    return written;
  }
  const list = written.startsWith("list:");
  const found = /^(.*?)\s*<(.*)>$/.exec(written.replace("list:", ""));
  const address = found ? found[2] : written;
  return {
    emailAddress: address,
    displayName: found ? found[1] : typeof name === "string" ? name : address,
    recipientType: list ? "distributionList" : "externalUser",
  };
}

/** Gives the `Office` an add-in finds. */
export function office(item, language = "fr-FR", actions = {}) {
  return strict({
    context: strict({
      displayLanguage: language,
      mailbox: strict({ item }, "mailbox"),
    }, "context"),
    actions: strict({
      associate: (name, handler) => {
        actions[name] = handler;
      },
    }, "actions"),
  }, "Office");
}
