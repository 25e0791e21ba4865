import assert from "node:assert/strict";
import { test } from "node:test";
import { until, useEventsService } from "./events-fixture.ts";

const fixture = useEventsService();
const MINUTE_MS = 60_000;

/** Makes a scheduled rule with one queue, and answers the times of the events there, so far. */
async function scheduled(
  expression: string,
): Promise<{ readonly account: ReturnType<typeof account>; readonly times: () => string[] }> {
  const made = account();
  const queue = made.arn("sqs", "clock");
  await made.call("PutRule", { Name: "rule", ScheduleExpression: expression });
  await made.call("PutTargets", { Rule: "rule", Targets: [{ Id: "1", Arn: queue }] });
  const times = (): string[] =>
    fixture()
      .targets.to(queue)
      .map(({ message }) => /"time":"([^"]*)"/.exec(message?.body ?? "")?.[1] ?? "");
  return { account: made, times };
}

function account(): ReturnType<ReturnType<typeof fixture>["newAccount"]> {
  return fixture().newAccount();
}

function isoSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

async function advance(durationMs: number): Promise<void> {
  await fixture().clock.advance(durationMs);
}

test("a rate fires one period after it was put, and every period", async () => {
  const startMs = fixture().clock.nowMs();
  const { account: owner, times } = await scheduled("rate(5 minutes)");
  await advance(5 * MINUTE_MS - 1);
  assert.deepEqual(times(), []);
  await advance(1);
  await until(() => times().length === 1);
  for (const count of [2, 3]) {
    await advance(5 * MINUTE_MS);
    await until(() => times().length === count);
  }
  assert.deepEqual(
    times(),
    [5, 10, 15].map((minutes) => isoSeconds(startMs + minutes * MINUTE_MS)),
  );
  const [sent] = fixture().targets.to(owner.arn("sqs", "clock"));
  const rule = owner.arn("events", "rule/rule");
  assert.match(
    sent?.message?.body ?? "",
    new RegExp(
      `^{"version":"0","id":"[0-9a-f-]{36}","detail-type":"Scheduled Event","source":"aws.events","account":"${owner.scope.accountId}",` +
        `"time":"[^"]*","region":"eu-west-1","resources":\\["${rule}"\\],"detail":{}}$`,
    ),
  );
  assert.equal(sent?.sender.sourceArn, rule);
});

test("cron fires at the time it names, in UTC", async () => {
  const { times } = await scheduled("cron(0 12 * * ? *)");
  const { clock } = fixture();
  const noonMs = Math.ceil((clock.nowMs() - 12 * 60 * MINUTE_MS) / 86_400_000) * 86_400_000 + 12 * 60 * MINUTE_MS;
  await advance(noonMs - clock.nowMs() - 1);
  assert.deepEqual(times(), []);
  await advance(1);
  await until(() => times().length === 1);
  assert.deepEqual(times(), [isoSeconds(noonMs)]);
});

test("a schedule that is over never fires", async () => {
  const { times } = await scheduled("cron(0 12 * * ? 1999)");
  await advance(MINUTE_MS);
  assert.deepEqual(times(), []);
});

test("a rule that is disabled, changed or deleted does not fire as it did", async () => {
  const disabled = await scheduled("rate(1 minute)");
  await disabled.account.call("DisableRule", { Name: "rule" });
  const changed = await scheduled("rate(1 minute)");
  await changed.account.call("PutRule", { Name: "rule", ScheduleExpression: "rate(3 minutes)" });
  const deleted = await scheduled("rate(1 minute)");
  await deleted.account.call("RemoveTargets", { Rule: "rule", Ids: ["1"] });
  await deleted.account.call("DeleteRule", { Name: "rule" });
  const witness = await scheduled("rate(1 minute)");
  for (const count of [1, 2, 3]) {
    await advance(MINUTE_MS);
    await until(() => witness.times().length === count);
  }
  await until(() => changed.times().length === 1);
  assert.deepEqual(disabled.times(), []);
  assert.deepEqual(deleted.times(), []);
  await disabled.account.call("EnableRule", { Name: "rule" });
  await advance(MINUTE_MS);
  await until(() => disabled.times().length === 1);
});

test("putting a rule again with the schedule that it has does not put its firing off", async () => {
  const startMs = fixture().clock.nowMs();
  const { account: owner, times } = await scheduled("rate(2 minutes)");
  await advance(MINUTE_MS);
  await owner.call("PutRule", { Name: "rule", ScheduleExpression: "rate(2 minutes)", Description: "other" });
  await advance(MINUTE_MS);
  await until(() => times().length === 1);
  assert.deepEqual(times(), [isoSeconds(startMs + 2 * MINUTE_MS)]);
});

test("the next firing survives a restart, and of those that were missed one is made up for", async () => {
  const { account: owner, times } = await scheduled("rate(10 minutes)");
  const startMs = fixture().clock.nowMs();
  await advance(5 * MINUTE_MS);
  await fixture().restart();
  await advance(5 * MINUTE_MS);
  await until(() => times().length === 1);
  await fixture().service.stop(1000);
  await advance(35 * MINUTE_MS);
  await fixture().restart();
  await until(() => times().length === 2);
  await advance(5 * MINUTE_MS);
  await until(() => times().length === 3);
  assert.deepEqual(
    times(),
    [10, 20, 50].map((minutes) => isoSeconds(startMs + minutes * MINUTE_MS)),
  );
  assert.deepEqual((await owner.call("DescribeRule", { Name: "rule" })).State, "ENABLED");
});

test("a rule with a pattern and a schedule has both", async () => {
  const owner = account();
  const queue = owner.arn("sqs", "both");
  await owner.call("PutRule", { Name: "rule", ScheduleExpression: "rate(1 minute)", EventPattern: '{"source":["s"]}' });
  await owner.call("PutTargets", { Rule: "rule", Targets: [{ Id: "1", Arn: queue, InputPath: "$.source" }] });
  await owner.put("s");
  await until(() => fixture().targets.to(queue).length === 1);
  await advance(MINUTE_MS);
  await until(() => fixture().targets.to(queue).length === 2);
  assert.deepEqual(
    fixture()
      .targets.to(queue)
      .map(({ message }) => message?.body),
    ['"s"', '"aws.events"'],
  );
  assert.deepEqual(fixture().faults, []);
});
