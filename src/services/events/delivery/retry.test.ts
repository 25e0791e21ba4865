import assert from "node:assert/strict";
import { it } from "node:test";
import { nextRetry } from "./retry.ts";

const HALF = { uuid: () => "", hex: () => "", bytes: () => new Uint8Array(), fraction: () => 0.5 };
const DEFAULT = { retriesMax: null, eventAgeMaxS: null };
const DAY_MS = 86_400_000;

it("waits longer from retry to retry, and ten minutes at most", () => {
  const delays = [0, 1, 2, 5, 20, 184].map((retries) => nextRetry(DEFAULT, { retries, ingestedAtMs: 0 }, 0, HALF));
  assert.deepEqual(
    delays,
    [750, 1500, 3000, 24_000, 450_000, 450_000].map((atMs) => ({ atMs })),
  );
});

it("ends after 185 retries, or as many as the target wants", () => {
  const exhausted = { exhausted: "MaximumRetryAttempts" };
  assert.deepEqual(nextRetry(DEFAULT, { retries: 185, ingestedAtMs: 0 }, 0, HALF), exhausted);
  assert.deepEqual(nextRetry({ ...DEFAULT, retriesMax: 0 }, { retries: 0, ingestedAtMs: 0 }, 0, HALF), exhausted);
});

it("ends when the event is older than a day, or than the target wants", () => {
  const exhausted = { exhausted: "MaximumEventAgeInSeconds" };
  assert.deepEqual(nextRetry(DEFAULT, { retries: 3, ingestedAtMs: 0 }, DAY_MS, HALF), exhausted);
  const minute = { ...DEFAULT, eventAgeMaxS: 60 };
  assert.deepEqual(nextRetry(minute, { retries: 0, ingestedAtMs: 0 }, 59_000, HALF), { atMs: 59_750 });
  assert.deepEqual(nextRetry(minute, { retries: 0, ingestedAtMs: 0 }, 59_500, HALF), exhausted);
});

it("185 retries fit into the day", () => {
  let nowMs = 0;
  for (let retries = 0; retries < 185; retries += 1) {
    const retry = nextRetry(DEFAULT, { retries, ingestedAtMs: 0 }, nowMs, HALF);
    if (!("atMs" in retry)) throw new Error(`ended after ${retries} retries`);
    nowMs = retry.atMs;
  }
  assert.ok(nowMs > DAY_MS * 0.8 && nowMs <= DAY_MS, String(nowMs));
});
