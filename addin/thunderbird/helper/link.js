// The line to the helper: one native messaging port for all compose windows, opened when it is
// needed and again after it broke. It knows the greeting and whether the helper is alive; what the
// other frames mean is for those who listen.

import { HOST, LARGEST_FRAME, PING_EVERY, PROTOCOL, SILENCE, WELCOME_WITHIN } from "./limits.js";

/** Why there is no line. `reason` names a sentence, `sentence` is the helper's own, if it sent one. */
export class LinkLost extends Error {
  constructor(reason, sentence = "") {
    super(reason);
    this.reason = reason;
    this.sentence = sentence;
  }
}

/**
 * `connectNative` opens a port; `hello` gives what is said of this end; `timers` are the global
 * ones. The three listeners are told of frames, of a line that is there, and of one that broke.
 */
export class Link {
  #port = null;
  #ready = null;
  #welcome = null;
  #refuse = null;
  #heard = 0;
  #pings = 0;
  #watch = null;
  #watchers = 0;
  #late = null;

  constructor({ connectNative, hello, timers, now = () => Date.now() }) {
    this.connectNative = connectNative;
    this.hello = hello;
    this.timers = timers;
    this.now = now;
    this.onFrame = () => {};
    this.onWelcome = () => {};
    this.onLost = () => {};
    this.state = { is: "idle" };
  }

  /** Opens the line where there is none, at once; gives a promise that it stands. */
  open() {
    if (this.#ready) { return this.#ready; }
    const { promise, resolve, reject } = Promise.withResolvers();
    promise.catch(() => {}); // told by onLost too; not everybody waits
    this.#ready = promise;
    this.#welcome = resolve;
    this.#refuse = reject;
    this.state = { is: "connecting" };
    try {
      const port = this.connectNative(HOST);
      this.#port = port;
      port.onMessage.addListener((frame) => this.#receive(port, frame));
      port.onDisconnect.addListener(() => this.#disconnected(port));
      this.#late = this.timers.setTimeout(() => this.lose("helper-silent"), WELCOME_WITHIN);
      port.postMessage({ op: "hello-thunderbird", protocol: PROTOCOL, ...this.hello() });
    } catch {
      this.lose("helper-missing");
    }
    return promise;
  }

  /** Says whether the helper is there and of our version. */
  get stands() {
    return this.state.is === "connected";
  }

  /** Sends a frame; a line that is not there is an error. */
  post(frame) {
    if (!this.stands) { throw new LinkLost(this.state.reason ?? "helper-gone"); }
    try {
      this.#port.postMessage(frame);
    } catch {
      this.lose("helper-gone");
      throw new LinkLost("helper-gone");
    }
  }

  /** Asks again and again whether the helper is alive, until the function given back is called. */
  watch() {
    this.#watchers += 1;
    if (this.#watchers === 1) {
      this.#heard = this.now();
      this.#watch = this.timers.setInterval(() => this.#ping(), PING_EVERY);
    }
    let watching = true;
    return () => {
      if (!watching) { return; }
      watching = false;
      this.#watchers -= 1;
      if (this.#watchers === 0) { this.timers.clearInterval(this.#watch); }
    };
  }

  /** Gives the line up: everybody who waits is told why. */
  lose(reason, sentence = "") {
    const port = this.#port;
    const refuse = this.#refuse;
    if (!this.#ready) { return; }
    this.timers.clearTimeout(this.#late);
    this.#port = null;
    this.#ready = null;
    this.state = { is: "lost", reason, sentence };
    try {
      port?.disconnect();
    } catch {
      this.state = { is: "lost", reason, sentence }; // it was gone already
    }
    const lost = new LinkLost(reason, sentence);
    refuse(lost);
    this.onLost(lost);
  }

  #receive(port, frame) {
    if (port !== this.#port) { return; }
    this.#heard = this.now();
    if (this.stands) {
      if (frame.op !== "pong") { this.onFrame(frame); }
      return;
    }
    if (frame.op === "welcome" && frame.protocol === PROTOCOL) {
      this.timers.clearTimeout(this.#late);
      this.state = { is: "connected", version: frame.version };
      this.onWelcome();
      this.#welcome();
    } else {
      this.lose(frame.op === "refused" ? frame.reason : "other-version", frame.sentence);
    }
  }

  #disconnected(port) {
    if (port !== this.#port) { return; }
    this.lose(this.stands ? "helper-gone" : "helper-missing");
  }

  #ping() {
    if (!this.stands) { return; }
    if (this.now() - this.#heard > SILENCE) {
      this.lose("helper-silent");
      return;
    }
    this.#pings += 1;
    try {
      this.post({ op: "ping", number: this.#pings });
    } catch (lost) {
      this.lose(lost.reason);
    }
  }
}

/** Says whether a frame is small enough to be sent. */
export function fits(frame) {
  return new TextEncoder().encode(JSON.stringify(frame)).length < LARGEST_FRAME;
}
