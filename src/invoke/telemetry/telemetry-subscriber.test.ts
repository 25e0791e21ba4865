import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { TestClock } from "../../base/index.ts";
import type { Buffering, Subscription } from "../../runtime-api/index.ts";
import type { InvokeFact } from "../facts.ts";
import { makeSpec } from "../testing/bench-setup.ts";
import { type BatchSender, type DroppedEvents, TelemetrySubscriber } from "./telemetry-subscriber.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-telemetry-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const environment = { spec: makeSpec(folder, {}), environmentId: "e", logStream: "s" };
const BUFFERING: Buffering = { maxItems: 3, maxBytes: 100_000, timeoutMs: 50 };
/** Long enough for whatever was begun to end. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Takes batches when it is told to. */
class Gate implements BatchSender {
  readonly taken: string[][] = [];
  readonly answers: PromiseWithResolvers<void>[] = [];
  isClosed = false;

  async send(events: readonly string[]): Promise<void> {
    this.taken.push(events.map((event) => String((JSON.parse(event) as { record: unknown }).record)));
    const answer = Promise.withResolvers<void>();
    this.answers.push(answer);
    await answer.promise;
  }

  async answer(error?: Error): Promise<void> {
    const answer = this.answers.shift();
    if (error === undefined) answer?.resolve();
    else answer?.reject(error);
    await settle();
  }

  close(): void {
    this.isClosed = true;
  }
}

interface Setup {
  readonly clock: TestClock;
  readonly gate: Gate;
  readonly dropped: DroppedEvents[];
  readonly subscriber: TelemetrySubscriber;
  readonly say: (...messages: string[]) => void;
}

function setUp(buffering: Partial<Buffering> = {}, types: Subscription["types"] = ["function"]): Setup {
  const subscription: Subscription = {
    api: "telemetry",
    schemaVersion: "2022-12-13",
    types,
    destination: { protocol: "TCP", port: 1 },
    buffering: { ...BUFFERING, ...buffering },
  };
  const [clock, gate, dropped] = [new TestClock(), new Gate(), [] as DroppedEvents[]];
  const subscriber = new TelemetrySubscriber(subscription, gate, clock, (drop) => dropped.push(drop));
  const say = (...messages: string[]): void => {
    for (const message of messages) subscriber.add({ type: "function", message, environment, timeMs: 0 });
  };
  return { clock, gate, dropped, subscriber, say };
}

test("a batch goes when it has enough items", () => {
  const { gate, say } = setUp();
  say("1", "2");
  assert.deepEqual(gate.taken, []);
  say("3", "4");
  assert.deepEqual(gate.taken, [["1", "2", "3"]]);
});

test("a batch goes when its time is up, counted from its first event", async () => {
  const { clock, gate, say } = setUp();
  say("1");
  await clock.advance(30);
  say("2");
  await clock.advance(19);
  assert.deepEqual(gate.taken, []);
  await clock.advance(1);
  assert.deepEqual(gate.taken, [["1", "2"]]);
});

test("a batch goes before it gets too large", () => {
  const { gate, say } = setUp({ maxBytes: 300 });
  say("x".repeat(150), "y".repeat(150));
  assert.deepEqual(gate.taken, [["x".repeat(150)]]);
});

test("an event that is larger than a batch may be goes alone", () => {
  const { gate, say } = setUp({ maxBytes: 300 });
  say("1", "x".repeat(400));
  assert.deepEqual(gate.taken, [["1"]]);
});

test("only the types that were asked for count", () => {
  const { gate, subscriber } = setUp({ maxItems: 1 });
  const fact: InvokeFact = { type: "extension", message: "mine", environment, timeMs: 0 };
  subscriber.add(fact);
  subscriber.add({ type: "platform.end", requestId: "r", environment, timeMs: 0 });
  assert.deepEqual(gate.taken, []);
});

test("batches are sent one after the other, in order", async () => {
  const { gate, say } = setUp({ maxItems: 1 });
  say("1", "2", "3");
  assert.deepEqual(gate.taken, [["1"]]);
  await gate.answer();
  await gate.answer();
  assert.deepEqual(gate.taken, [["1"], ["2"], ["3"]]);
});

test("a subscriber that is too slow loses the newest, and is told how much", async () => {
  const { gate, dropped, say } = setUp({ maxItems: 1 });
  say("1", "2", "3", "4");
  const [only, ...more] = dropped;
  assert.deepEqual(more, []);
  assert.equal(only?.records, 1);
  assert.ok(only.bytes > 10);
  assert.match(only.reason, /^Some logs were dropped because the downstream consumer is slower/);
  for (let count = 0; count < 3; count++) await gate.answer();
  assert.deepEqual(gate.taken, [["1"], ["2"], ["3"]]);
});

test("that nobody took the news of what was dropped is no news", () => {
  const { dropped, subscriber } = setUp({ maxItems: 1 }, ["platform"]);
  const told = { type: "platform.logsDropped", droppedRecords: 1, droppedBytes: 9, reason: "r" } as const;
  for (let count = 0; count < 9; count++) subscriber.add({ ...told, environment, timeMs: 0 });
  assert.deepEqual(dropped, []);
});

test("a batch that did not arrive is sent again, later and later, and at last dropped", async () => {
  const { clock, gate, dropped, say } = setUp({ maxItems: 1 });
  say("1", "2");
  for (const pauseMs of [100, 200, 400, 800]) {
    const before = gate.taken.length;
    await gate.answer(new Error("HTTP status 500"));
    await clock.advance(pauseMs - 1);
    assert.equal(gate.taken.length, before);
    await clock.advance(1);
    assert.equal(gate.taken.length, before + 1);
  }
  await gate.answer(new Error("HTTP status 500"));
  assert.deepEqual(
    dropped.map(({ records, reason }) => [records, reason]),
    [[1, "could not send events: HTTP status 500"]],
  );
  assert.deepEqual(gate.taken.at(-1), ["2"]);
});

test("flush sends what there is, and ends when it was sent", async () => {
  const { gate, subscriber, say } = setUp();
  say("1");
  let isDone = false;
  const flushed = subscriber.flush().then(() => (isDone = true));
  await settle();
  assert.deepEqual([gate.taken, isDone], [[["1"]], false]);
  await gate.answer();
  await flushed;
});

test("after its end nothing is sent", async () => {
  const { clock, gate, dropped, subscriber, say } = setUp({ maxItems: 2 });
  say("1");
  subscriber.stop();
  say("2", "3");
  await clock.advance(1_000);
  assert.deepEqual([gate.taken, gate.isClosed, dropped], [[], true, []]);
});
