import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock, Port, settle } from "./support.mjs";
import { Link } from "../../../addin/thunderbird/helper/link.js";
import { PING_EVERY, PROTOCOL, SILENCE, WELCOME_WITHIN } from "../../../addin/thunderbird/helper/limits.js";

const WELCOME = { op: "welcome", protocol: PROTOCOL, version: "0.1.0" };

function made() {
  const clock = new Clock();
  const ports = [];
  const link = new Link({
    connectNative: () => {
      ports.push(new Port());
      return ports.at(-1);
    },
    hello: () => ({ version: "0.1.0" }),
    timers: clock.timers,
    now: () => clock.now,
  });
  const lost = [];
  link.onLost = (one) => lost.push(one.reason);
  return { clock, ports, link, lost };
}

async function reason(promise) {
  return promise.then(() => "stands", (error) => error.reason);
}

test("the greeting is said at once, before anything is awaited", () => {
  const { link, ports } = made();
  link.open();
  assert.deepEqual(ports[0].ops, ["hello-thunderbird"]);
});

test("one port serves all who open", async () => {
  const { link, ports } = made();
  const both = [link.open(), link.open()];
  ports[0].onMessage.fire(WELCOME);
  await Promise.all(both);
  assert.equal(ports.length, 1);
  assert.equal(link.stands, true);
});

const LOST = {
  "helper-missing": (port) => port.onDisconnect.fire(port),
  "other-version": (port) => port.onMessage.fire({ ...WELCOME, protocol: PROTOCOL + 1 }),
  "helper-not-started": (port) =>
    port.onMessage.fire({ op: "refused", reason: "helper-not-started", sentence: "" }),
};
for (const [why, happens] of Object.entries(LOST)) {
  test(`before the welcome: ${why}`, async () => {
    const { link, ports, lost, clock } = made();
    const opened = link.open();
    happens(ports[0]);
    assert.equal(await reason(opened), why);
    assert.deepEqual(lost, [why]);
    assert.equal(clock.pending, 0);
  });
}

test("a host that says nothing is given up in time", async () => {
  const { link, lost, clock } = made();
  const opened = link.open();
  clock.pass(WELCOME_WITHIN + 1);
  assert.equal(await reason(opened), "helper-silent");
  assert.deepEqual(lost, ["helper-silent"]);
});

test("a port that cannot be opened is a helper that is missing", async () => {
  const { link } = made();
  link.connectNative = () => { throw new Error("no such host"); };
  assert.equal(await reason(link.open()), "helper-missing");
});

test("a line that broke is opened anew, and what the old port says counts no more", async () => {
  const { link, ports, lost } = made();
  link.open();
  ports[0].onMessage.fire(WELCOME);
  ports[0].onDisconnect.fire(ports[0]);
  link.open();
  ports[0].onMessage.fire(WELCOME);
  await settle();
  assert.equal(link.stands, false);
  ports[1].onMessage.fire(WELCOME);
  assert.equal(link.stands, true);
  assert.deepEqual(lost, ["helper-gone"]);
});

test("a helper that answers pings is alive as long as it takes", () => {
  const { link, ports, lost, clock } = made();
  link.open();
  ports[0].onMessage.fire(WELCOME);
  const end = link.watch();
  for (let turn = 1; turn < 100; turn += 1) {
    clock.pass(PING_EVERY);
    ports[0].onMessage.fire({ op: "pong", number: turn });
  }
  end();
  assert.deepEqual(lost, []);
  assert.equal(clock.pending, 0);
});

test("a helper that falls silent is lost after ten seconds, watched by one or by many", () => {
  const { link, ports, lost, clock } = made();
  link.open();
  ports[0].onMessage.fire(WELCOME);
  link.watch();
  const end = link.watch();
  end();
  end();
  clock.pass(SILENCE + PING_EVERY + 1);
  assert.deepEqual(lost, ["helper-silent"]);
  assert.equal(ports[0].closed, true);
});

test("nothing can be said on a line that does not stand", () => {
  const { link } = made();
  assert.throws(() => link.post({ op: "ping" }), { reason: "helper-gone" });
});
