// A clock that stands still but for what waits on it: minutes pass in no time, and always alike.

/** Has the `setTimeout` and `clearTimeout` of its own time, `now` in milliseconds. */
export class Clock {
  constructor() {
    this.now = 0;
    this.count = 0;
    this.waiting = new Map();
    this.setTimeout = (work, wait = 0) => {
      this.count += 1;
      this.waiting.set(this.count, { at: this.now + wait, number: this.count, work });
      return this.count;
    };
    this.clearTimeout = (number) => this.waiting.delete(number);
  }

  /** Lets time pass until `ended` says so, or nothing waits any longer. */
  async pass(ended = () => false) {
    for (;;) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      const [next] = Array.from(this.waiting.values()).sort((one, other) => one.at - other.at || one.number - other.number);
      if (ended() || !next) {
        return;
      }
      this.waiting.delete(next.number);
      this.now = next.at;
      next.work();
    }
  }
}
