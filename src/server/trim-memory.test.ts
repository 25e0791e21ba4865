import assert from "node:assert/strict";
import { test } from "node:test";
import { TestClock } from "../base/index.ts";
import { trimMemoryWhenIdle } from "./trim-memory.ts";

const MIB = 1_048_576;

test("memory is given back after the start, and after a busy time once nobody has asked for a minute", async () => {
  const clock = new TestClock();
  let [running, received, roomMib, given] = [1, 1, 20, 0];
  trimMemoryWhenIdle(clock, {
    running: () => running,
    received: () => received,
    roomBytes: () => roomMib * MIB,
    giveBack: () => {
      given += 1;
      roomMib = 3;
    },
  });
  await clock.advance(5_000);
  assert.equal(given, 0, "a request is under way");
  running = 0;
  await clock.advance(1_000);
  assert.equal(given, 1);
  await clock.advance(600_000);
  assert.equal(given, 1, "there is nothing to be had");
  roomMib = 130;
  received += 1;
  await clock.advance(60_000);
  assert.equal(given, 1, "somebody has asked within the last minute");
  running = 1;
  await clock.advance(60_000);
  assert.equal(given, 1, "a request is under way");
  running = 0;
  await clock.advance(60_000);
  assert.equal(given, 2);
});
