import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSchedule, RULE_GRAMMAR, SCHEDULER_GRAMMAR } from "./parse-schedule.ts";
import { ScheduleSyntaxError } from "./schedule.ts";

const MINUTE = 60_000;

test("a rate is a number and a unit", () => {
  for (const [expression, periodMs] of [
    ["rate(1 minute)", MINUTE],
    ["rate(5 minutes)", 5 * MINUTE],
    ["rate(1 hour)", 60 * MINUTE],
    ["rate(12 hours)", 720 * MINUTE],
    ["rate(1 day)", 1440 * MINUTE],
    ["rate(31 days)", 31 * 1440 * MINUTE],
  ] as const)
    for (const grammar of [RULE_GRAMMAR, SCHEDULER_GRAMMAR])
      assert.deepEqual(parseSchedule(expression, grammar), { kind: "rate", periodMs }, expression);
});

test("rules tell singular from plural, EventBridge Scheduler does not", () => {
  for (const expression of ["rate(1 minutes)", "rate(5 minute)", "rate(1 hours)", "rate(2 day)"]) {
    assert.throws(() => parseSchedule(expression, RULE_GRAMMAR), ScheduleSyntaxError, expression);
    assert.equal(parseSchedule(expression, SCHEDULER_GRAMMAR).kind, "rate");
  }
});

test("only EventBridge Scheduler fires once", () => {
  assert.throws(() => parseSchedule("at(2030-01-01T00:00:00)", RULE_GRAMMAR), ScheduleSyntaxError);
  assert.deepEqual(parseSchedule("at(2030-01-01T00:00:59)", SCHEDULER_GRAMMAR), {
    kind: "at",
    wallMs: Date.UTC(2030, 0, 1, 0, 0, 59),
  });
});

const INVALID = [
  "",
  "rate",
  "rate()",
  "rate(5)",
  "rate(0 minutes)",
  "rate(-1 minutes)",
  "rate(1.5 hours)",
  "rate(5 seconds)",
  "rate(5 weeks)",
  "rate(five minutes)",
  "rate(5 Minutes)",
  "rate(5minutes)",
  "rate(9999999999 minutes)",
  "rate(5 minutes) ",
  " rate(5 minutes)",
  "Rate(5 minutes)",
  "rate((5 minutes))",
  "at(2030-01-01)",
  "at(2030-01-01T00:00)",
  "at(2030-01-01T00:00:00Z)",
  "at(2030-01-01 00:00:00)",
  "at(2030-02-30T00:00:00)",
  "at(2030-01-01T24:00:00)",
  "at(2030-13-01T00:00:00)",
  "at(01-01-2030T00:00:00)",
  "cron()",
  "cron(0 10 * * ?)",
  "cron(0 10 * * ? * *)",
  "cron(0 10 * * * *)",
  "cron(0 10 ? * ? *)",
  "cron(0 10 1 * MON *)",
  "cron(60 10 * * ? *)",
  "cron(0 24 * * ? *)",
  "cron(0 10 0 * ? *)",
  "cron(0 10 32 * ? *)",
  "cron(0 10 * 0 ? *)",
  "cron(0 10 * 13 ? *)",
  "cron(0 10 ? * 0 *)",
  "cron(0 10 ? * 8 *)",
  "cron(0 10 * * ? 1969)",
  "cron(0 10 * * ? 2200)",
  "cron(0 10 * * ? 2030-2029)",
  "cron(0 10 * FOO ? *)",
  "cron(0 10 ? * MONDAY *)",
  "cron(0 10 ? * MON#6 *)",
  "cron(0 10 ? * MON#0 *)",
  "cron(0 10 ? * 3#1,6#3 *)",
  "cron(0 10 ? * MON,FRIL *)",
  "cron(0 10 32W * ? *)",
  "cron(0 10 W * ? *)",
  "cron(0 10 1,15W * ? *)",
  "cron(0/0 10 * * ? *)",
  "cron(0/61 10 * * ? *)",
  "cron(0/5/5 10 * * ? *)",
  "cron(/5 10 * * ? *)",
  "cron(1-2-3 10 * * ? *)",
  "cron(1, 10 * * ? *)",
  "cron(,1 10 * * ? *)",
  "cron(-1 10 * * ? *)",
  "cron(? 10 * * ? *)",
  "cron(L 10 * * ? *)",
  "cron(0 10 * * ? ?)",
  "cron(0x1 10 * * ? *)",
  "every(5 minutes)",
  "(5 minutes)",
];

for (const expression of INVALID)
  test(`${JSON.stringify(expression)} is no schedule`, () => {
    assert.throws(() => parseSchedule(expression, SCHEDULER_GRAMMAR), ScheduleSyntaxError);
  });

test("an expression may be of any length without taking long", () => {
  const began = performance.now();
  assert.throws(() => parseSchedule(`rate(${" ".repeat(100_000)}`, SCHEDULER_GRAMMAR), ScheduleSyntaxError);
  assert.throws(() => parseSchedule(`cron(${"0,".repeat(100_000)} * * * ? *)`, SCHEDULER_GRAMMAR), ScheduleSyntaxError);
  assert.ok(performance.now() - began < 5000);
});
