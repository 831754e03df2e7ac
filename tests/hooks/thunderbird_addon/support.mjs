// A port, a clock and timers that tests move by hand.

// Thunderbird has these; Node does not everywhere yet.
Uint8Array.prototype.toBase64 ??= function toBase64() {
  return Buffer.from(this).toString("base64");
};
Uint8Array.fromBase64 ??= (text) => new Uint8Array(Buffer.from(text, "base64"));
Uint8Array.prototype.toHex ??= function toHex() {
  return Buffer.from(this).toString("hex");
};

export class Event {
  #listeners = [];

  addListener(listener) {
    this.#listeners.push(listener);
  }

  fire(...values) {
    for (const listener of this.#listeners) { listener(...values); }
  }
}

export class Port {
  said = [];
  onMessage = new Event();
  onDisconnect = new Event();
  closed = false;

  postMessage(frame) {
    if (this.closed) { throw new Error("closed"); }
    this.said.push(frame);
  }

  disconnect() {
    this.closed = true;
  }

  get ops() {
    return this.said.map(({ op }) => op);
  }
}

export class Clock {
  now = 0;
  #next = 1;
  #due = new Map();

  get timers() {
    return {
      setTimeout: (run, after) => this.#add(run, after, 0),
      setInterval: (run, after) => this.#add(run, after, after),
      clearTimeout: (id) => this.#due.delete(id),
      clearInterval: (id) => this.#due.delete(id),
    };
  }

  pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const [first] = [...this.#due].sort(([, one], [, other]) => one.at - other.at);
      if (!first || first[1].at > end) { break; }
      const [id, { run, at, every }] = first;
      this.now = at;
      if (every) { this.#due.set(id, { run, at: at + every, every }); } else { this.#due.delete(id); }
      run();
    }
    this.now = end;
  }

  get pending() {
    return this.#due.size;
  }

  #add(run, after, every) {
    this.#next += 1;
    this.#due.set(this.#next, { run, at: this.now + after, every });
    return this.#next;
  }
}

/** Lets everything that can go on go on. */
export async function settle() {
  for (let turn = 0; turn < 30; turn += 1) { await Promise.resolve(); }
  await new Promise((done) => { setImmediate(done); });
}
