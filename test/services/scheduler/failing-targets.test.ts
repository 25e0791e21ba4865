import assert from "node:assert/strict";
import { test } from "node:test";
import type { SchedulerModel } from "../../../src/wire/index.ts";
import { type Account, HOUR, MINUTE, useScheduler } from "./scheduler-fixture.ts";

const fixture = useScheduler();

/** A schedule that fires once, now, at a target that is told to fail. */
async function fireOnce(account: Account, target: Partial<SchedulerModel.Target>): Promise<string> {
  const time = new Date(fixture().clock.nowMs() + 1000).toISOString().slice(0, 19);
  await account.call("CreateSchedule", {
    ...account.settings("s", `at(${time})`, { DeadLetterConfig: { Arn: account.arn("sqs", "dead") }, ...target }),
    ActionAfterCompletion: "DELETE",
  });
  return `${time}Z`;
}

function deadLetters(account: Account): readonly { body: string; attributes: Record<string, string | undefined> }[] {
  return fixture()
    .targets.to(account.arn("sqs", "dead"))
    .map(({ message }) => ({
      body: message?.body ?? "",
      attributes: Object.fromEntries(
        Object.entries(message?.attributes ?? {}).map(([name, { stringValue }]) => [name, stringValue]),
      ),
    }));
}

test("a target that recovers gets the firing, and the keywords tell which attempt it is", async () => {
  const account = fixture().newAccount();
  fixture().targets.fail(account.queue, "Throttled", true);
  await fireOnce(account, { Input: "attempt <aws.scheduler.attempt-number>" });
  await fixture().until(() => fixture().targets.refused.get(account.queue) === 3, 500);
  assert.equal((await account.call("ListSchedules", {})).Schedules.length, 1, "deleted before it is over");
  fixture().targets.recover(account.queue);
  await fixture().until(() => fixture().targets.to(account.queue).length === 1, 500);
  assert.equal(fixture().targets.to(account.queue)[0]?.message?.body, "attempt 4");
  await fixture().until(async () => (await account.call("ListSchedules", {})).Schedules.length === 0);
  assert.deepEqual(deadLetters(account), []);
});

test("what is not to be retried is a dead letter at once", async () => {
  const account = fixture().newAccount();
  fixture().targets.fail(account.queue, "AWS.SimpleQueueService.NonExistentQueue", false);
  const time = await fireOnce(account, { Input: "payload" });
  await fixture().until(() => deadLetters(account).length === 1, 500);
  const [letter] = deadLetters(account);
  const { EXECUTION_ID, ...attributes } = letter?.attributes ?? {};
  assert.match(EXECUTION_ID ?? "", /^[0-9a-f]{16}$/);
  assert.equal(letter?.body, "payload");
  assert.deepEqual(attributes, {
    ERROR_CODE: "AWS.SimpleQueueService.NonExistentQueue",
    ERROR_MESSAGE: `AWS.SimpleQueueService.NonExistentQueue at ${account.queue}`,
    IS_PAYLOAD_TRUNCATED: "false",
    RETRY_ATTEMPTS: "0",
    SCHEDULED_TIME: time,
    SCHEDULE_ARN: account.arn("scheduler", "schedule/default/s"),
    TARGET_ARN: account.queue,
  });
  await fixture().until(async () => (await account.call("ListSchedules", {})).Schedules.length === 0);
});

test("retries end at their number", async () => {
  const account = fixture().newAccount();
  fixture().targets.fail(account.queue, "Throttled", true);
  await fireOnce(account, { RetryPolicy: { MaximumRetryAttempts: 2 } });
  await fixture().until(() => deadLetters(account).length === 1, 1000);
  const { attributes } = deadLetters(account)[0] ?? {};
  assert.equal(attributes?.["RETRY_ATTEMPTS"], "2");
  assert.equal(attributes?.["EXHAUSTED_RETRY_CONDITION"], "MaximumRetryAttempts");
  assert.equal(fixture().targets.refused.get(account.queue), 3);
});

test("retries end at their age", async () => {
  const account = fixture().newAccount();
  fixture().targets.fail(account.queue, "Throttled", true);
  await fireOnce(account, { RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
  await fixture().until(() => deadLetters(account).length === 1, 1000);
  const { attributes } = deadLetters(account)[0] ?? {};
  assert.equal(attributes?.["EXHAUSTED_RETRY_CONDITION"], "MaximumEventAgeInSeconds");
  // After about 1, 3, 7, 15 and 31 seconds, and perhaps 60; fewer when the disk is slow.
  const retries = Number(attributes?.["RETRY_ATTEMPTS"]);
  assert.ok(retries >= 2 && retries <= 6, `${retries} retries`);
});

test("a payload that does not fit beside its attributes is cut between characters", async () => {
  const account = fixture().newAccount();
  fixture().targets.fail(account.queue, "NoSuchThing", false);
  await fireOnce(account, { Input: "€".repeat(87_381) });
  await fixture().until(() => deadLetters(account).length === 1, 500);
  const [letter] = deadLetters(account);
  assert.equal(letter?.attributes["IS_PAYLOAD_TRUNCATED"], "true");
  assert.match(letter?.body ?? "", /^€+$/);
  const bytes = Object.entries(letter?.attributes ?? {}).map(([name, value]) => `${name}String${value}`);
  assert.ok(Buffer.byteLength([letter?.body, ...bytes].join("")) <= 262_144);
});

test("a dead-letter queue that fails is tried again", async () => {
  const account = fixture().newAccount();
  fixture().targets.fail(account.queue, "NoSuchThing", false);
  fixture().targets.fail(account.arn("sqs", "dead"), "Throttled", true);
  await fireOnce(account, {});
  await fixture().until(() => (fixture().targets.refused.get(account.arn("sqs", "dead")) ?? 0) >= 3, 1000);
  fixture().targets.recover(account.arn("sqs", "dead"));
  await fixture().until(() => deadLetters(account).length === 1, 1000);
});

test("a firing that is lost is told of", async () => {
  const account = fixture().newAccount();
  fixture().targets.fail(account.queue, "NoSuchThing", false);
  const target = account.settings("s", "rate(1 day)").Target;
  await account.call("CreateSchedule", { ...account.settings("s", "rate(1 day)"), Target: target });
  const arn = account.arn("scheduler", "schedule/default/s");
  const isTold = (): boolean => fixture().failures.some((error) => String(error).includes(arn));
  await fixture().until(isTold, 100);
  assert.match(String(fixture().failures.at(-1)), /is lost: NoSuchThing: NoSuchThing at arn:aws:sqs/);
});

test("a target that fails for hours holds up nobody, and its own next firings neither", async () => {
  const [bad, good] = [fixture().newAccount(), fixture().newAccount()];
  fixture().targets.fail(bad.queue, "Throttled", true);
  await bad.call("CreateSchedule", bad.settings("s", "rate(1 hour)", { Input: "<aws.scheduler.scheduled-time>" }));
  await good.call("CreateSchedule", good.settings("s", "rate(1 hour)"));
  await fixture().until(() => fixture().targets.to(good.queue).length >= 5, 2 * MINUTE);
  assert.ok((fixture().targets.refused.get(bad.queue) ?? 0) > 20);
  fixture().targets.recover(bad.queue);
  await fixture().until(() => fixture().targets.to(bad.queue).length >= 5, MINUTE);
  const scheduled = fixture()
    .targets.to(bad.queue)
    .map(({ message }) => message?.body);
  assert.equal(new Set(scheduled).size, scheduled.length, "a firing was delivered twice");
  await Promise.all([bad, good].map((account) => account.call("DeleteSchedule", { Name: "s" })));
});

test("firings that were missed are made up for, from the oldest, if they are not too old", async () => {
  const [day, hour] = [fixture().newAccount(), fixture().newAccount()];
  const input = { Input: "<aws.scheduler.scheduled-time>" };
  await day.call("CreateSchedule", day.settings("s", "rate(30 minutes)", input));
  const RetryPolicy = { MaximumEventAgeInSeconds: 3600 };
  const DeadLetterConfig = { Arn: hour.arn("sqs", "dead") };
  await hour.call(
    "CreateSchedule",
    hour.settings("s", "rate(30 minutes)", { ...input, RetryPolicy, DeadLetterConfig }),
  );
  const { targets } = fixture();
  await fixture().until(() => targets.to(day.queue).length === 1 && targets.to(hour.queue).length === 1, 100);
  await fixture().restart(5 * HOUR);
  await fixture().until(() => targets.to(day.queue).length === 11 && targets.to(hour.queue).length >= 3);
  const scheduled = targets.to(day.queue).map(({ message }) => Date.parse(message?.body ?? ""));
  scheduled.forEach((at, index) => assert.equal(at, (scheduled[0] ?? 0) + index * 30 * MINUTE));
  await fixture().until(() => deadLetters(hour).length === 1, 100);
  assert.equal(deadLetters(hour)[0]?.attributes["EXHAUSTED_RETRY_CONDITION"], "MaximumEventAgeInSeconds");
  for (const { message } of targets.to(hour.queue).slice(1))
    assert.ok(fixture().clock.nowMs() - Date.parse(message?.body ?? "") <= HOUR + MINUTE);
  await Promise.all([day, hour].map((account) => account.call("DeleteSchedule", { Name: "s" })));
});

test("a one-time schedule that was missed fires after a restart", async () => {
  const account = fixture().newAccount();
  await fireOnce(account, {});
  await fixture().restart(3 * HOUR);
  await fixture().until(() => fixture().targets.to(account.queue).length === 1);
});
