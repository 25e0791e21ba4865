import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { it } from "node:test";
import { untilStopped } from "./lifecycle.ts";

function setUp(running = 0) {
  const signals = new EventEmitter();
  const said: string[] = [];
  const stopped = Promise.withResolvers<void>();
  let stops = 0;
  const server = {
    running: () => running,
    stop: () => {
      stops += 1;
      return stopped.promise;
    },
  };
  const status = untilStopped(Promise.resolve(server), { signals, say: (line) => said.push(line), graceMs: 30_000 });
  return { signals, said, stopped, status, stops: () => stops };
}

it("drains on the first signal", async () => {
  const { signals, said, stopped, status, stops } = setUp();
  signals.emit("SIGTERM");
  stopped.resolve();
  assert.equal(await status, 0);
  assert.equal(stops(), 1);
  assert.deepEqual(said, ["Stopping."]);
});

it("stops at once on the second, with the status of that signal", async () => {
  const { signals, said, status, stops } = setUp(2);
  signals.emit("SIGTERM");
  await new Promise(setImmediate);
  signals.emit("SIGINT");
  assert.equal(await status, 130);
  assert.equal(stops(), 1);
  assert.match(said[0] ?? "", /waiting up to 30 s for 2 invocations\. Press Ctrl-C again/);
});

it("ends on an error that nobody caught, and says which", async () => {
  const { signals, said, stopped, status } = setUp();
  signals.emit("uncaughtException", new Error("boom"));
  stopped.resolve();
  assert.equal(await status, 1);
  assert.match(said[0] ?? "", /an unexpected error, stopping: Error: boom/);
});

it("survives broken connections and lost promises", async () => {
  const { signals, said, stops } = setUp();
  signals.emit("uncaughtException", Object.assign(new Error("broken pipe"), { code: "EPIPE" }));
  signals.emit("unhandledRejection", new Error("lost"));
  assert.equal(stops(), 0);
  assert.equal(said.length, 1);
  assert.match(said[0] ?? "", /an unexpected error: Error: lost/);
});

it("ends with a failure when it cannot stop", async () => {
  const { signals, said, stopped, status } = setUp();
  signals.emit("SIGINT");
  stopped.reject(new Error("a mount is busy"));
  assert.equal(await status, 1);
  assert.match(said[1] ?? "", /could not stop cleanly: Error: a mount is busy/);
});

it("waits for a server that is starting, and stops it in order", async () => {
  const signals = new EventEmitter();
  const starting = Promise.withResolvers<{ running: () => number; stop: () => Promise<void> }>();
  const status = untilStopped(starting.promise, { signals, say: () => {}, graceMs: 1 });
  signals.emit("SIGTERM");
  let stops = 0;
  starting.resolve({
    running: () => 0,
    stop: () => {
      stops += 1;
      return Promise.resolve();
    },
  });
  assert.equal(await status, 0);
  assert.equal(stops, 1);
});

it("ends with a failure when the server it waited for does not come up", async () => {
  const signals = new EventEmitter();
  const starting = Promise.withResolvers<never>();
  const status = untilStopped(starting.promise, { signals, say: () => {}, graceMs: 1 });
  signals.emit("SIGINT");
  starting.reject(new Error("the port is in use"));
  assert.equal(await status, 1);
});
