import assert from "node:assert/strict";
import { test } from "node:test";
import { LineBuffer } from "./line-buffer.ts";
import type { WaitingLine } from "./line-buffer.ts";
import type { LogTarget } from "./log-target.ts";

const LINE_BYTES = 128 + 4;

function target(stream: string): LogTarget {
  const scope = { accountId: "000000000000", region: "eu-west-1" };
  return { scope, group: "g", stream, format: "Text", key: stream };
}

function line(number: number, stream: LogTarget = target("s")): WaitingLine {
  return { target: stream, timestampMs: number, message: String(number).padStart(4, "0"), messageBytes: 4 };
}

function numbers(lines: readonly WaitingLine[]): readonly number[] {
  return lines.map((each) => each.timestampMs);
}

test("lines come out in order, up to a number and a size", () => {
  const buffer = new LineBuffer(1_000_000);
  for (let number = 0; number < 10; number++) buffer.add(line(number));
  assert.deepEqual(numbers(buffer.take(3, 1_000_000)), [0, 1, 2]);
  buffer.release();
  assert.deepEqual(numbers(buffer.take(100, LINE_BYTES * 2)), [3, 4]);
  buffer.release();
  assert.deepEqual(numbers(buffer.take(100, 1)), [5]);
  assert.equal(buffer.waiting, 4);
  assert.equal(buffer.waitingBytes, 4 * LINE_BYTES);
});

test("lines given back come out again, before the newer ones", () => {
  const buffer = new LineBuffer(1_000_000);
  for (let number = 0; number < 4; number++) buffer.add(line(number));
  const taken = buffer.take(2, 1_000_000);
  buffer.add(line(4));
  buffer.giveBack(taken);
  assert.deepEqual(numbers(buffer.take(10, 1_000_000)), [0, 1, 2, 3, 4]);
});

test("when it is full the oldest go, also while some are taken, and are counted by stream", () => {
  const buffer = new LineBuffer(5 * LINE_BYTES);
  const [one, two] = [target("one"), target("two")];
  for (let number = 0; number < 4; number++) buffer.add(line(number, number % 2 === 0 ? one : two));
  const taken = buffer.take(2, 1_000_000);
  for (let number = 4; number < 7; number++) buffer.add(line(number, one));
  assert.equal(buffer.lostRecords, 2);
  assert.deepEqual(buffer.takeLosses(), [
    { target: one, records: 1, bytes: 4 },
    { target: two, records: 1, bytes: 4 },
  ]);
  buffer.giveBack(taken);
  assert.deepEqual(numbers(buffer.take(10, 1_000_000)), [0, 1, 4, 5, 6]);
});

test("losses that could not be told are told later, with those that came meanwhile", () => {
  const buffer = new LineBuffer(LINE_BYTES);
  for (let number = 0; number < 3; number++) buffer.add(line(number));
  const losses = buffer.takeLosses();
  assert.deepEqual(losses, [{ target: target("s"), records: 2, bytes: 8 }]);
  buffer.add(line(3));
  buffer.giveBackLosses(losses);
  assert.deepEqual(buffer.takeLosses(), [{ target: target("s"), records: 3, bytes: 12 }]);
});

test("it stays in order over many takes", () => {
  const buffer = new LineBuffer(1_000_000_000);
  const seen: number[] = [];
  let next = 0;
  for (let round = 0; round < 200; round++) {
    for (let count = 0; count < 50; count++) buffer.add(line(next++));
    seen.push(...numbers(buffer.take(45, 1_000_000)));
    buffer.release();
  }
  seen.push(...numbers(buffer.take(10_000, 1_000_000_000)));
  assert.deepEqual(
    seen,
    Array.from({ length: next }, (_, index) => index),
  );
});
