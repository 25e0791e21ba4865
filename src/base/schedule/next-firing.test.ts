import assert from "node:assert/strict";
import { test } from "node:test";
import { nextFiring } from "./next-firing.ts";
import { parseSchedule, SCHEDULER_GRAMMAR } from "./parse-schedule.ts";
import { DOCUMENTED_CRON } from "./testing/documented-cron.ts";
import { isTimeZone } from "./wall-time.ts";

/** The next firings after an instant, as ISO times without seconds. */
async function firings(expression: string, after: string, count: number, timeZone = "UTC"): Promise<readonly string[]> {
  const schedule = parseSchedule(expression, SCHEDULER_GRAMMAR);
  const rateStartMs = Date.parse(after);
  const found: string[] = [];
  for (let afterMs: number | undefined = rateStartMs; afterMs !== undefined && found.length < count;) {
    afterMs = await nextFiring(schedule, { afterMs, timeZone, rateStartMs });
    if (afterMs !== undefined) found.push(new Date(afterMs).toISOString().slice(0, 16));
  }
  return found;
}

for (const { cron, means, after = "2026-11-20T23:50", firings: expected } of DOCUMENTED_CRON)
  test(`cron(${cron}): ${means}`, async () => {
    const times = expected.split(" ");
    assert.deepEqual(await firings(`cron(${cron})`, `${after}:00Z`, Math.max(10, times.length)), times);
  });

test("a schedule without a time left never fires, and says so at once", async () => {
  assert.deepEqual(await firings("cron(0 0 31 2 ? *)", "2026-01-01T00:00:00Z", 1), []);
  assert.deepEqual(await firings("cron(0 0 1 1 ? 1999)", "2026-01-01T00:00:00Z", 1), []);
  assert.deepEqual(await firings("cron(0 0 29 2 ? 2027)", "2026-01-01T00:00:00Z", 1), []);
  assert.deepEqual(await firings("at(2025-12-31T23:59:59)", "2026-01-01T00:00:00Z", 1), []);
});

test("a firing at the very instant is past", async () => {
  assert.deepEqual(await firings("at(2026-01-01T00:00:00)", "2026-01-01T00:00:00Z", 1), []);
  assert.deepEqual(await firings("cron(0 0 * * ? *)", "2026-01-01T00:00:00Z", 1), ["2026-01-02T00:00"]);
  assert.deepEqual(await firings("cron(0 0 * * ? *)", "2025-12-31T23:59:59.999Z", 1), ["2026-01-01T00:00"]);
});

test("a rate counts from its start, in hours of a clock that is never put forward", async () => {
  assert.deepEqual(await firings("rate(1 day)", "2026-03-07T12:00:00Z", 3, "America/New_York"), [
    "2026-03-08T12:00",
    "2026-03-09T12:00",
    "2026-03-10T12:00",
  ]);
  const query = { timeZone: "UTC", rateStartMs: 1000 };
  const rate = parseSchedule("rate(5 minutes)", SCHEDULER_GRAMMAR);
  assert.equal(await nextFiring(rate, { ...query, afterMs: 0 }), 301_000);
  assert.equal(await nextFiring(rate, { ...query, afterMs: 301_000 }), 601_000);
  assert.equal(await nextFiring(rate, { ...query, afterMs: 900_999 }), 901_000);
});

const TIME_ZONE_CASES = [
  {
    means: "a time that clocks leave out is skipped that day",
    expression: "cron(30 2 * * ? *)",
    after: "2026-03-07T00:00:00Z",
    timeZone: "America/New_York",
    expected: ["2026-03-07T07:30", "2026-03-09T06:30", "2026-03-10T06:30"],
  },
  {
    means: "steps go on after the gap",
    expression: "cron(0/30 1-3 * * ? *)",
    after: "2026-03-08T05:59:00Z",
    timeZone: "America/New_York",
    expected: ["2026-03-08T06:00", "2026-03-08T06:30", "2026-03-08T07:00", "2026-03-08T07:30"],
  },
  {
    means: "a time that comes twice fires once",
    expression: "cron(30 1 * * ? *)",
    after: "2026-10-31T12:00:00Z",
    timeZone: "America/New_York",
    expected: ["2026-11-01T05:30", "2026-11-02T06:30", "2026-11-03T06:30"],
  },
  {
    means: "so do steps",
    expression: "cron(0/30 1-2 * * ? *)",
    after: "2026-11-01T04:59:00Z",
    timeZone: "America/New_York",
    expected: ["2026-11-01T05:00", "2026-11-01T05:30", "2026-11-01T07:00", "2026-11-01T07:30"],
  },
  {
    means: "Europe",
    expression: "cron(30 2 ? * SUN *)",
    after: "2026-03-22T12:00:00Z",
    timeZone: "Europe/Berlin",
    expected: ["2026-04-05T00:30", "2026-04-12T00:30"],
  },
  {
    means: "clocks that move by half an hour",
    expression: "cron(15 2 * * ? *)",
    after: "2026-10-02T20:00:00Z",
    timeZone: "Australia/Lord_Howe",
    expected: ["2026-10-04T15:15", "2026-10-05T15:15"],
  },
  {
    means: "a midnight that is left out",
    expression: "cron(0 0 * * ? *)",
    after: "2018-11-03T12:00:00Z",
    timeZone: "America/Sao_Paulo",
    expected: ["2018-11-05T02:00"],
  },
  {
    means: "offsets of three quarters",
    expression: "cron(0 9 * * ? *)",
    after: "2026-01-01T00:00:00Z",
    timeZone: "Asia/Kathmandu",
    expected: ["2026-01-01T03:15", "2026-01-02T03:15"],
  },
  {
    means: "a day that never was",
    expression: "cron(0 12 30 12 ? 2011)",
    after: "2011-12-29T00:00:00Z",
    timeZone: "Pacific/Apia",
    expected: [],
  },
  {
    means: "one time, in summer",
    expression: "at(2026-07-01T09:00:00)",
    after: "2026-01-01T00:00:00Z",
    timeZone: "America/New_York",
    expected: ["2026-07-01T13:00"],
  },
  {
    means: "one time, of the two that there are",
    expression: "at(2026-11-01T01:30:00)",
    after: "2026-01-01T00:00:00Z",
    timeZone: "America/New_York",
    expected: ["2026-11-01T05:30"],
  },
  {
    means: "one time that is left out",
    expression: "at(2026-03-08T02:30:00)",
    after: "2026-01-01T00:00:00Z",
    timeZone: "America/New_York",
    expected: ["2026-03-08T07:30"],
  },
];

for (const { means, expression, after, timeZone, expected } of TIME_ZONE_CASES)
  test(`${expression} in ${timeZone}: ${means}`, async () => {
    assert.deepEqual(await firings(expression, after, Math.max(1, expected.length), timeZone), expected);
  });

test("in the second of two hours that clocks show, nothing fires again", async () => {
  assert.deepEqual(await firings("cron(* * * * ? *)", "2026-11-01T06:10:30Z", 1, "America/New_York"), [
    "2026-11-01T07:00",
  ]);
});

test("time zones have the names of the IANA database", () => {
  for (const name of ["UTC", "Europe/Berlin", "America/New_York", "Asia/Calcutta", "US/Pacific", "CET", "Etc/GMT+5"])
    assert.ok(isTimeZone(name), name);
  for (const name of ["", "Mars/Olympus", "+02:00", "europe/berlin", "Europe/Berlin ", "local"])
    assert.ok(!isTimeZone(name), name);
});
