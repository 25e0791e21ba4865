import assert from "node:assert/strict";
import { test } from "node:test";
import { TestClock } from "../../base/index.ts";
import { type ResponseTimes, responseSpans } from "./response-spans.ts";

const answered: ResponseTimes = { deliveredMs: 100, responseBeganMs: 130, answeredMs: 170, isDone: true };

interface Case {
  readonly name: string;
  readonly times: Partial<ResponseTimes>;
  readonly endedMs: number;
  /** Name, start after the delivery, and duration. */
  readonly spans: readonly (readonly [string, number, number])[];
}

const CASES: readonly Case[] = [
  {
    name: "a response and the runtime's return",
    times: {},
    endedMs: 175,
    spans: [
      ["responseLatency", 0, 30],
      ["responseDuration", 30, 40],
      ["runtimeOverhead", 70, 5],
    ],
  },
  {
    name: "a response that time ran out for",
    times: { answeredMs: undefined, isDone: false },
    endedMs: 150,
    spans: [
      ["responseLatency", 0, 30],
      ["responseDuration", 30, 20],
    ],
  },
  {
    name: "an answer that is no response",
    times: { responseBeganMs: undefined },
    endedMs: 175,
    spans: [],
  },
  {
    name: "an event that was never delivered",
    times: { deliveredMs: undefined, responseBeganMs: undefined, answeredMs: undefined, isDone: false },
    endedMs: 175,
    spans: [],
  },
];

for (const { name, times, endedMs, spans } of CASES)
  test(`spans of ${name}`, async () => {
    const clock = new TestClock();
    const deliveredMs = clock.monotonicMs();
    const deliveredAtMs = clock.nowMs();
    await clock.advance(1_000);
    const shift = (ms: number | undefined): number | undefined =>
      ms === undefined ? undefined : ms - 100 + deliveredMs;
    const { isDone, ...moments } = { ...answered, ...times };
    const shifted = {
      isDone,
      deliveredMs: shift(moments.deliveredMs),
      responseBeganMs: shift(moments.responseBeganMs),
      answeredMs: shift(moments.answeredMs),
    };
    assert.deepEqual(
      responseSpans(shifted, endedMs - 100 + deliveredMs, clock).map((span) => [
        span.name,
        span.startMs - deliveredAtMs,
        span.durationMs,
      ]),
      spans,
    );
  });
