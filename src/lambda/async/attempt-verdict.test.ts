import assert from "node:assert/strict";
import { test } from "node:test";
import { type AttemptResult, RETRY_DELAYS, verdictOf } from "./attempt-verdict.ts";
import type { EventState } from "./event-state.ts";

const NOW_MS = 1_700_000_000_000;
const STATE: EventState = {
  form: 1,
  qualifier: null,
  traceHeader: "",
  tenantId: null,
  attempts: 0,
  failures: 0,
  refusals: 0,
  last: null,
};

interface Row {
  readonly failures?: number;
  readonly refusals?: number;
  readonly retriesMax?: number;
  readonly ageS?: number;
  readonly ageMaxS?: number;
}

function verdict(
  result: AttemptResult,
  { failures = 0, refusals = 0, retriesMax = 2, ageS = 0, ageMaxS = 21_600 }: Row,
): string {
  const found = verdictOf(result, {
    state: { ...STATE, failures, refusals },
    rules: { retriesMax, ageMaxMs: ageMaxS * 1_000, onSuccessArn: undefined, onFailureArn: undefined },
    delays: RETRY_DELAYS,
    acceptedAtMs: NOW_MS - ageS * 1_000,
    nowMs: NOW_MS,
  });
  if (found.verdict === "delivered") return "delivered";
  if (found.verdict === "dropped") return found.why;
  const { counts, visibleAtMs, isThrottled } = found;
  return `after ${(visibleAtMs - NOW_MS) / 1_000} s, ${counts.failures}+${counts.refusals}${isThrottled ? ", slower" : ""}`;
}

const rows: readonly [result: AttemptResult, row: Row, expected: string][] = [
  ["succeeded", {}, "delivered"],
  ["succeeded", { failures: 2, refusals: 9 }, "delivered"],
  ["function-failed", {}, "after 60 s, 1+0"],
  ["function-failed", { failures: 1 }, "after 120 s, 2+0"],
  ["function-failed", { failures: 2 }, "RetriesExhausted"],
  ["function-failed", { retriesMax: 0 }, "RetriesExhausted"],
  ["function-failed", { retriesMax: 1 }, "after 60 s, 1+0"],
  ["function-failed", { retriesMax: 1, failures: 1 }, "RetriesExhausted"],
  ["function-failed", { refusals: 5 }, "after 60 s, 1+0"],
  // What waits is looked at when it gets too old.
  ["function-failed", { ageS: 30, ageMaxS: 60 }, "after 30 s, 1+0"],
  ["function-failed", { ageS: 90, ageMaxS: 60 }, "after 0 s, 1+0"],
  ["throttled", {}, "after 1 s, 0+1, slower"],
  ["throttled", { refusals: 1 }, "after 2 s, 0+2, slower"],
  ["throttled", { refusals: 8 }, "after 256 s, 0+9, slower"],
  ["throttled", { refusals: 9 }, "after 300 s, 0+10, slower"],
  ["throttled", { refusals: 5_000 }, "after 300 s, 0+5001, slower"],
  ["throttled", { failures: 2, retriesMax: 2 }, "after 1 s, 2+1, slower"],
  ["throttled", { retriesMax: 0 }, "after 1 s, 0+1, slower"],
  ["system-failed", {}, "after 1 s, 0+1"],
  ["system-failed", { refusals: 30, failures: 1 }, "after 300 s, 1+31"],
  ["stopping", { failures: 1, refusals: 3 }, "after 0 s, 1+3"],
];
for (const [result, row, expected] of rows)
  test(`${result} ${JSON.stringify(row)}: ${expected}`, () => assert.equal(verdict(result, row), expected));
