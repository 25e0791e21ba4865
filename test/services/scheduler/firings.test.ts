import assert from "node:assert/strict";
import { test } from "node:test";
import { type Account, HOUR, MINUTE, useScheduler } from "./scheduler-fixture.ts";

const fixture = useScheduler();
const iso = (atMs: number): string => new Date(atMs).toISOString();

/** The times at which the queue of an account was sent something, and what. */
function sent(account: Account): readonly (readonly [string, string | undefined])[] {
  return fixture()
    .targets.to(account.queue)
    .map(({ atMs, message }) => [iso(atMs).slice(11, 19), message?.body] as const);
}

const times = (account: Account): readonly string[] => sent(account).map(([time]) => time);

test("a one-time schedule fires once, at its time, and stays unless it is to be deleted", async () => {
  const account = fixture().newAccount();
  const at = fixture().clock.nowMs() + 10 * MINUTE;
  const expression = `at(${iso(at).slice(0, 19)})`;
  await account.call("CreateSchedule", account.settings("stays", expression));
  await account.call("CreateSchedule", { ...account.settings("goes", expression), ActionAfterCompletion: "DELETE" });
  await fixture().pass(9 * MINUTE, MINUTE);
  assert.deepEqual(sent(account), []);
  await fixture().until(() => sent(account).length === 2, 10_000);
  await fixture().pass(2 * HOUR, HOUR);
  assert.equal(sent(account).length, 2);
  for (const { atMs } of fixture().targets.to(account.queue)) assert.ok(atMs - at < MINUTE);
  await fixture().until(async () => (await account.call("ListSchedules", {})).Schedules.length === 1);
  assert.equal((await account.call("ListSchedules", {})).Schedules[0]?.Name, "stays");
});

test("a time that has passed never fires", async () => {
  const account = fixture().newAccount();
  await account.call(
    "CreateSchedule",
    account.settings("late", `at(${iso(fixture().clock.nowMs() - 1000).slice(0, 19)})`),
  );
  await fixture().pass(HOUR, 30 * MINUTE);
  assert.deepEqual(sent(account), []);
});

test("a rate begins at once and goes on from there", async () => {
  const account = fixture().newAccount();
  const beganMs = fixture().clock.nowMs();
  await account.call("CreateSchedule", account.settings("often", "rate(5 minutes)"));
  await fixture().until(() => sent(account).length === 4, 20_000);
  const scheduled = fixture().targets.to(account.queue);
  scheduled.forEach(({ atMs }, index) => {
    const lateMs = atMs - beganMs - index * 5 * MINUTE;
    assert.ok(lateMs >= 0 && lateMs < MINUTE, `firing ${index} was ${lateMs} ms late`);
  });
  await account.call("DeleteSchedule", { Name: "often" });
});

test("a rate begins at its start date and ends at its end date", async () => {
  const account = fixture().newAccount();
  const startMs = fixture().clock.nowMs() + 30 * MINUTE;
  await account.call("CreateSchedule", {
    ...account.settings("between", "rate(10 minutes)"),
    StartDate: new Date(startMs),
    EndDate: new Date(startMs + 20 * MINUTE),
    ActionAfterCompletion: "DELETE",
  });
  await fixture().pass(2 * HOUR, MINUTE);
  const due = fixture()
    .targets.to(account.queue)
    .map(({ atMs }) => Math.round((atMs - startMs) / MINUTE));
  assert.deepEqual(due, [0, 10, 20]);
  await fixture().until(async () => (await account.call("ListSchedules", {})).Schedules.length === 0);
});

test("a cron expression fires in its time zone", async () => {
  const account = fixture().newAccount();
  const settings = account.settings("morning", "cron(0 9 * * ? *)");
  await account.call("CreateSchedule", { ...settings, ScheduleExpressionTimezone: "Asia/Kathmandu" });
  await fixture().until(() => sent(account).length === 2, 15 * MINUTE);
  for (const time of times(account)) assert.match(time, /^03:(15|30):/);
  await account.call("DeleteSchedule", { Name: "morning" });
});

test("a flexible time window spreads firings, and none is early or late", async () => {
  const account = fixture().newAccount();
  const at = fixture().clock.nowMs() + MINUTE;
  const expression = `at(${iso(at).slice(0, 19)})`;
  for (let index = 0; index < 12; index++)
    await account.call("CreateSchedule", {
      ...account.settings(`s${index}`, expression, { Input: "<aws.scheduler.scheduled-time>" }),
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 60 },
    });
  await fixture().until(() => sent(account).length === 12, 30_000);
  const lateMs = fixture()
    .targets.to(account.queue)
    .map(({ atMs }) => atMs - at);
  assert.ok(
    lateMs.every((late) => late >= 0 && late <= HOUR + MINUTE),
    `late by ${lateMs.join()}`,
  );
  assert.ok(new Set(lateMs.map((late) => Math.floor(late / (10 * MINUTE)))).size > 1, "all at once");
  for (const [, body] of sent(account)) assert.equal(body, `${iso(at).slice(0, 19)}Z`);
});

test("a disabled schedule does not fire, and does not make up for it", async () => {
  const account = fixture().newAccount();
  const settings = account.settings("paused", "rate(10 minutes)");
  await account.call("CreateSchedule", { ...settings, State: "DISABLED" });
  await fixture().pass(HOUR, 5 * MINUTE);
  assert.deepEqual(sent(account), []);
  await account.call("UpdateSchedule", { ...settings, State: "ENABLED" });
  await fixture().until(() => sent(account).length > 0, MINUTE);
  assert.equal(sent(account).length, 1);
  await account.call("UpdateSchedule", { ...settings, State: "DISABLED" });
  await fixture().pass(HOUR, 5 * MINUTE);
  assert.equal(sent(account).length, 1);
});

test("an update counts from then on, and a deleted schedule fires no more", async () => {
  const account = fixture().newAccount();
  await account.call("CreateSchedule", account.settings("s", "rate(1 hour)"));
  await fixture().until(() => sent(account).length === 1, 1000);
  await account.call("UpdateSchedule", account.settings("s", "rate(10 minutes)", { Input: "new" }));
  await fixture().until(() => sent(account).length === 4, MINUTE);
  assert.deepEqual(
    sent(account).map(([, body]) => body),
    ["s", "new", "new", "new"],
  );
  await account.call("DeleteSchedule", { Name: "s" });
  await fixture().pass(2 * HOUR, 10 * MINUTE);
  assert.equal(sent(account).length, 4);
});

test("a schedule far away is remembered", async () => {
  const account = fixture().newAccount();
  const at = fixture().clock.nowMs() + 40 * 24 * HOUR;
  await account.call("CreateSchedule", account.settings("far", `at(${iso(at).slice(0, 19)})`));
  await fixture().pass(39 * 24 * HOUR, 24 * HOUR);
  assert.deepEqual(sent(account), []);
  await fixture().until(() => sent(account).length === 1, HOUR);
});

test("nothing of all this was reported as a fault", () => {
  assert.deepEqual(fixture().failures, []);
});
