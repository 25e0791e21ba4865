import assert from "node:assert/strict";
import { test } from "node:test";
import type { SchedulerModel } from "../../../src/wire/index.ts";
import { useScheduler } from "./scheduler-fixture.ts";

const fixture = useScheduler();
const notFound = (what: string): object => ({ code: "ResourceNotFoundException", message: `${what} does not exist.` });

test("a schedule is told as it was made, with defaults", async () => {
  const account = fixture().newAccount();
  const now = new Date(fixture().clock.nowMs());
  const { ScheduleArn } = await account.call("CreateSchedule", account.settings("nightly", "cron(0 2 * * ? *)"));
  assert.equal(ScheduleArn, account.arn("scheduler", "schedule/default/nightly"));
  const { Target, ...rest } = await account.call("GetSchedule", { Name: "nightly" });
  assert.deepEqual(rest, {
    Arn: ScheduleArn,
    CreationDate: now,
    LastModificationDate: now,
    GroupName: "default",
    Name: "nightly",
    State: "ENABLED",
    ActionAfterCompletion: "NONE",
    ScheduleExpression: "cron(0 2 * * ? *)",
    ScheduleExpressionTimezone: "UTC",
    FlexibleTimeWindow: { Mode: "OFF" },
  });
  assert.deepEqual(Target?.RetryPolicy, { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
});

test("every setting that is given is kept", async () => {
  const account = fixture().newAccount();
  const start = new Date(fixture().clock.nowMs() + 60_000);
  const settings = {
    ...account.settings("full", "rate(1 hour)"),
    Description: "d",
    KmsKeyArn: account.arn("kms", "key/1"),
    StartDate: start,
    EndDate: new Date(start.getTime() + 1),
    ScheduleExpressionTimezone: "Europe/Berlin",
    FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
    State: "DISABLED",
    ActionAfterCompletion: "DELETE",
  } as const;
  await account.call("CreateSchedule", settings);
  const { Target, ...told } = await account.call("GetSchedule", { Name: "full" });
  const { Target: given, ...rest } = settings;
  assert.deepEqual({ ...told, ...rest }, told);
  assert.deepEqual({ ...Target, ...given }, Target);
});

test("a name is taken once in a group, and the same request twice is one", async () => {
  const account = fixture().newAccount();
  const settings = { ...account.settings("once", "rate(1 hour)"), ClientToken: "t-1" };
  const first = await account.call("CreateSchedule", settings);
  assert.deepEqual(await account.call("CreateSchedule", settings), first);
  const taken = { code: "ConflictException", message: "Schedule once already exists." };
  await assert.rejects(account.call("CreateSchedule", { ...settings, ClientToken: "t-2" }), taken);
  await assert.rejects(account.call("CreateSchedule", { ...settings, Description: "other" }), taken);
});

test("of many requests for one name at once, one succeeds", async () => {
  const account = fixture().newAccount();
  const answers = await Promise.allSettled(
    Array.from({ length: 8 }, () => account.call("CreateSchedule", account.settings("race", "rate(1 hour)"))),
  );
  assert.equal(answers.filter(({ status }) => status === "fulfilled").length, 1);
});

test("an update replaces everything", async () => {
  const account = fixture().newAccount();
  await account.call("CreateSchedule", { ...account.settings("s", "rate(1 hour)"), Description: "before" });
  await fixture().clock.advance(1000);
  await account.call("UpdateSchedule", { ...account.settings("s", "rate(2 hours)"), State: "DISABLED" });
  const told = await account.call("GetSchedule", { Name: "s" });
  assert.equal(told.Description, undefined);
  assert.equal(told.ScheduleExpression, "rate(2 hours)");
  assert.equal(told.State, "DISABLED");
  assert.equal((told.LastModificationDate?.getTime() ?? 0) - (told.CreationDate?.getTime() ?? 0), 1000);
});

test("what is not there is not found", async () => {
  const account = fixture().newAccount();
  await assert.rejects(account.call("GetSchedule", { Name: "no" }), notFound("Schedule no"));
  await assert.rejects(account.call("DeleteSchedule", { Name: "no" }), notFound("Schedule no"));
  await assert.rejects(account.call("UpdateSchedule", account.settings("no", "rate(1 hour)")), notFound("Schedule no"));
  const inGroup = { Name: "no", GroupName: "g" };
  await assert.rejects(account.call("GetSchedule", inGroup), notFound("Schedule group g"));
  await assert.rejects(account.call("DeleteSchedule", inGroup), notFound("Schedule group g"));
  await assert.rejects(account.call("ListSchedules", { GroupName: "g" }), notFound("Schedule group g"));
  await assert.rejects(
    account.call("CreateSchedule", { ...account.settings("no", "rate(1 hour)"), GroupName: "g" }),
    notFound("Schedule group g"),
  );
});

test("a deleted schedule is gone, and its name is free", async () => {
  const account = fixture().newAccount();
  await account.call("CreateSchedule", account.settings("s", "rate(1 hour)"));
  await account.call("DeleteSchedule", { Name: "s" });
  await assert.rejects(account.call("GetSchedule", { Name: "s" }), notFound("Schedule s"));
  await account.call("CreateSchedule", account.settings("s", "rate(1 hour)"));
});

test("every schedule that matches is on exactly one page", async () => {
  const account = fixture().newAccount();
  await account.call("CreateScheduleGroup", { Name: "aside" });
  const names = Array.from({ length: 7 }, (_, index) => `job-${index}`);
  for (const name of [...names, "other"])
    for (const GroupName of ["default", "aside"]) {
      const settings = account.settings(name, "rate(1 hour)");
      const State = name === "job-3" ? "DISABLED" : "ENABLED";
      await account.call("CreateSchedule", { ...settings, GroupName, State });
    }
  const all = async (input: SchedulerModel.ListSchedulesInput): Promise<readonly string[]> => {
    const seen: string[] = [];
    for (let NextToken: string | undefined; ;) {
      const page = await account.call("ListSchedules", { ...input, NextToken });
      assert.ok(page.Schedules.length <= (input.MaxResults ?? 100));
      seen.push(...page.Schedules.map(({ GroupName, Name }) => `${GroupName}/${Name}`));
      NextToken = page.NextToken;
      if (NextToken === undefined) return seen;
    }
  };
  const of = (group: string): readonly string[] => names.map((name) => `${group}/${name}`);
  for (const MaxResults of [1, 3, 7, 100]) {
    assert.deepEqual(await all({ MaxResults, NamePrefix: "job-" }), [...of("aside"), ...of("default")]);
    assert.deepEqual(await all({ MaxResults, NamePrefix: "job-", GroupName: "default" }), of("default"));
    assert.deepEqual(await all({ MaxResults, State: "DISABLED" }), ["aside/job-3", "default/job-3"]);
  }
  await assert.rejects(account.call("ListSchedules", { NextToken: "nonsense" }), { code: "ValidationException" });
});

test("accounts and regions do not see each other", async () => {
  const [one, other] = [fixture().newAccount(), fixture().newAccount()];
  await one.call("CreateSchedule", one.settings("mine", "rate(1 hour)"));
  assert.deepEqual((await other.call("ListSchedules", {})).Schedules, []);
  await assert.rejects(other.call("GetSchedule", { Name: "mine" }), notFound("Schedule mine"));
});
