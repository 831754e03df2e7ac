// The page's side of the Web Worker.
import { SealError } from "./error.js";
import { untold } from "./told.js";

/** Has files worked on in a worker; `start` starts one. */
export class Aside {
  constructor(start) {
    this.start = start;
    this.waiting = new Map();
    this.count = 0;
    this.worker = null;
  }

  /**
   * Gives what comes of `what` (a name of `works`) with `asked`; `told` hears how much of it is done,
   * from 0 to 1. Throws SealError, `cancelled` where it was stopped.
   */
  ask(what, asked, told = untold) {
    this.worker ??= this.begun();
    this.count += 1;
    const number = this.count;
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject, told });
      this.worker.postMessage({ number, what, asked });
    });
  }

  /** Stops what is being done, at once: the worker ends with all it holds. */
  stop() {
    this.ended("cancelled");
  }

  begun() {
    const worker = this.start();
    worker.onmessage = ({ data }) => this.heard(data);
    worker.onerror = () => this.ended("failed");
    return worker;
  }

  heard({ number, part, gives, reason }) {
    const one = this.waiting.get(number);
    if (part !== undefined) {
      one.told(part);
      return;
    }
    this.waiting.delete(number);
    if (reason) {
      one.reject(new SealError(reason));
    } else {
      one.resolve(gives);
    }
  }

  ended(reason) {
    this.worker?.terminate();
    this.worker = null;
    const left = Array.from(this.waiting.values());
    this.waiting.clear();
    left.forEach((one) => one.reject(new SealError(reason)));
  }
}
