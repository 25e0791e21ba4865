import assert from "node:assert/strict";
import { test } from "node:test";
import { LanePace } from "./lane-pace.ts";

const STEP_MS = 100;

/** Runs a lane with endless work, of which `perSecond(limit)` are done; answers the limit second by second. */
function limits(seconds: number, perSecond: (limit: number) => number): number[] {
  const pace = new LanePace(0);
  const found: number[] = [];
  let due = 0;
  for (let ms = STEP_MS; ms <= seconds * 1_000; ms += STEP_MS) {
    pace.full();
    for (due += (perSecond(pace.limit) * STEP_MS) / 1_000; due >= 1; due--) pace.ended();
    pace.review(ms);
    if (ms % 1_000 === 0) found.push(pace.limit);
  }
  return found;
}

test("a target that does more the more it is asked is asked ever more", () => {
  const found = limits(8, (limit) => limit * 10);
  assert.ok((found.at(-1) ?? 0) >= 1_024, found.join());
});

test("a machine that does no more is soon given what it can do, and now and then more is tried", () => {
  const found = limits(90, () => 500);
  assert.ok(Math.max(...found) === 32, found.join());
  assert.ok(
    found.slice(30).every((limit) => limit <= 8),
    found.join(),
  );
  assert.ok(found.slice(30).includes(8), found.join());
});

test("a machine that gets slower by more is soon given less", () => {
  const found = limits(60, (limit) => 1_600 / limit);
  assert.ok(Math.max(...found) <= 32, found.join());
  assert.ok(
    found.slice(30).every((limit) => limit <= 8),
    found.join(),
  );
});

test("a machine whose speed varies by others' doing does not end with more and more", () => {
  let turn = 0;
  const found = limits(600, () => ((turn += 1) % 70 < 30 ? 300 : 700));
  assert.ok(Math.max(...found.slice(60)) <= 64, found.join());
});

test("a target that takes minutes is asked in parallel all the same, but not without end", () => {
  assert.equal(limits(100, () => 0).at(-1), 128);
});

test("what a target refuses sets the limit, which is held", () => {
  const pace = new LanePace(0);
  pace.throttled(5, 0);
  assert.equal(pace.limit, 5);
  for (let ms = 0; ms < 9_000; ms += 1_000) {
    pace.full();
    for (let ended = 0; ended < 20; ended++) pace.ended();
    pace.review(ms);
  }
  assert.equal(pace.limit, 5);
});

test("rests ever longer while a target takes nothing, and not once it does", () => {
  const pace = new LanePace(0);
  const rests: number[] = [];
  let nowMs = 0;
  for (let turn = 0; turn < 7; turn++) {
    pace.throttled(0, nowMs);
    rests.push(pace.restUntilMs - nowMs);
    nowMs = pace.restUntilMs;
  }
  assert.deepEqual(rests, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  assert.equal(pace.limit, 1);
  pace.ended();
  pace.throttled(0, nowMs);
  assert.equal(pace.restUntilMs - nowMs, 1_000);
});
