import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { LogLinesLost } from "../../src/observe/index.ts";
import { StoreFullError } from "../../src/store/index.ts";
import { environment, observe } from "./observe-fixture.ts";
import type { Observed } from "./observe-fixture.ts";

/** Lets a write that was begun reach the store, which takes real time. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(5);
}

function lines(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

function withNewlines(messages: readonly string[]): string[] {
  return messages.map((message) => `${message}\n`);
}

function lossesOf(observed: Observed): number {
  return observed.failures.reduce<number>((sum, error) => sum + (error instanceof LogLinesLost ? error.records : 0), 0);
}

test("an invocation's lines are in the group and stream of its function a tenth of a second later", async (context) => {
  const observed = await observe(context);
  const from = environment("MyFn");
  const base = { environment: from, timeMs: observed.clock.nowMs() };
  const requestId = "8f5b1a3e-0000-4000-8000-000000000000";
  observed.facts.emit({ ...base, type: "platform.initStart", phase: "init" });
  observed.facts.emit({ ...base, type: "platform.start", requestId });
  observed.say(from, "hello");
  observed.facts.emit({ ...base, type: "platform.end", requestId });
  observed.facts.emit({
    ...base,
    type: "platform.report",
    requestId,
    status: "success",
    durationMs: 1.234,
    billedDurationMs: 2,
    memorySizeMib: 128,
    maxMemoryUsedMib: 40,
    initDurationMs: 20,
  });
  assert.deepEqual(await observed.messages(from), []);
  await observed.clock.advance(100);
  await until(() => observed.appended.length > 0);
  const messages = await observed.messages(from);
  assert.deepEqual(
    messages.map((message) => /^\w+/.exec(message)?.[0]),
    ["INIT_START", "START", "hello", "END", "REPORT"],
  );
  assert.deepEqual(observed.appended, [5]);
  await observed.observer.stop();
  assert.deepEqual(observed.failures, []);
});

test("streams do not mix, and each keeps its order", async (context) => {
  const observed = await observe(context);
  const [one, other] = [environment("one"), environment("other")];
  for (let index = 0; index < 200; index++) {
    observed.say(one, `one${index}`);
    observed.say(other, `other${index}`);
  }
  await observed.observer.stop();
  assert.deepEqual(await observed.messages(one), withNewlines(lines("one", 200)));
  assert.deepEqual(await observed.messages(other), withNewlines(lines("other", 200)));
});

test("stopping stores what waits and listens no more", async (context) => {
  const observed = await observe(context);
  const from = environment("f");
  for (const message of lines("m", 12_000)) observed.say(from, message);
  await observed.observer.stop();
  observed.say(from, "too late");
  await observed.clock.advance(1_000);
  assert.deepEqual(await observed.messages(from), withNewlines(lines("m", 12_000)));
  assert.ok(Math.max(...observed.appended) <= 5_000);
});

test("a line that is too long becomes several events", async (context) => {
  const observed = await observe(context);
  const from = environment("f");
  const message = "€".repeat(200_000);
  observed.say(from, message);
  await observed.observer.stop();
  const messages = await observed.messages(from);
  assert.equal(messages.join(""), `${message}\n`);
  assert.equal(messages.length, 3);
  for (const part of messages) assert.ok(Buffer.byteLength(part) + 26 <= 262_144);
});

test("lines wait through an outage of the store, which is reported once", async (context) => {
  let isDown = true;
  const gate = async (): Promise<void> => {
    if (isDown) throw new StoreFullError();
  };
  const observed = await observe(context, { gate });
  const from = environment("f");
  observed.say(from, "before");
  await observed.clock.advance(60_000);
  observed.say(from, "meanwhile");
  assert.equal(observed.failures.length, 1);
  assert.ok(observed.failures[0] instanceof StoreFullError);
  isDown = false;
  await observed.clock.advance(30_000);
  await until(() => observed.appended.length > 0);
  assert.deepEqual(await observed.messages(from), ["before\n", "meanwhile\n"]);
  observed.say(from, "after");
  await observed.observer.stop();
  assert.deepEqual(await observed.messages(from), ["before\n", "meanwhile\n", "after\n"]);
  assert.equal(observed.failures.length, 1);
});

test("a store that is slower than the functions costs the oldest lines, bounded memory, and a line that says so", async (context) => {
  const held: (() => void)[] = [];
  const gate = (): Promise<void> =>
    new Promise((resolve) => {
      held.push(resolve);
    });
  const observed = await observe(context, { gate, heldBytesMax: 100 * (128 + 5) });
  const [text, json] = [environment("text"), environment("json", "JSON")];
  observed.say(json, "j000");
  for (const message of lines("m", 10)) observed.say(text, message.padEnd(4, "."));
  await observed.clock.advance(100);
  assert.equal(held.length, 1, "the store has the first batch and does not answer");
  for (let index = 0; index < 1_000; index++)
    observed.say(index % 2 === 0 ? text : json, `x${1_000 + index}`.slice(0, 4));
  held.pop()?.();
  await until(() => observed.appended.length === 1);
  await observed.clock.advance(100);
  await until(() => held.length > 0);
  held.pop()?.();
  await until(() => observed.appended.length === 2);
  const messages = await observed.messages(text);
  const dropped = messages.find((message) => message.startsWith("LOGS_DROPPED"));
  const records = Number(/Dropped Records: (\d+)/.exec(dropped ?? "")?.[1]);
  assert.equal(messages.length, 10 + 500 - records + 1);
  const told = (await observed.messages(json)).flatMap((message) =>
    message.startsWith('{"time"') ? [JSON.parse(message) as { type: string; record: { droppedRecords: number } }] : [],
  );
  assert.deepEqual(
    told.map((line) => line.type),
    ["platform.logsDropped"],
  );
  assert.equal(lossesOf(observed), records + (told[0]?.record.droppedRecords ?? 0));
  assert.ok(lossesOf(observed) >= 900);
});

test("a disk that is really full stops nobody, and is reported with what was lost", async (context) => {
  const observed = await observe(context, { pagesMax: 64 });
  const from = environment("f");
  for (let index = 0; index < 200; index++) observed.say(from, String(index).padEnd(4_000, "."));
  await observed.clock.advance(100);
  await until(() => observed.failures.length > 0);
  assert.ok(observed.failures[0] instanceof StoreFullError);
  await observed.observer.stop();
  assert.equal(lossesOf(observed), 200 - (await observed.messages(from)).length);
});
