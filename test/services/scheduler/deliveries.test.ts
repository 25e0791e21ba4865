import assert from "node:assert/strict";
import { test } from "node:test";
import type { SchedulerModel } from "../../../src/wire/index.ts";
import type { Delivery } from "./recording-targets.ts";
import { type Account, useScheduler } from "./scheduler-fixture.ts";

const fixture = useScheduler();
const KEYWORDS =
  '{"arn":"<aws.scheduler.schedule-arn>","time":"<aws.scheduler.scheduled-time>","id":"<aws.scheduler.execution-id>","attempt":"<aws.scheduler.attempt-number>","other":"<aws.scheduler.unknown>"}';

/** What a target gets at the first firing of a schedule. */
async function firing(account: Account, arn: string, target: Partial<SchedulerModel.Target>): Promise<Delivery> {
  const settings = account.settings("s", "rate(1 day)");
  await account.call("CreateSchedule", {
    ...settings,
    Target: { Arn: arn, RoleArn: settings.Target.RoleArn, ...target },
  });
  const isThere = (): boolean =>
    fixture().targets.deliveries.some((each) => each.sender.scope === account.scope || sameScope(each, account));
  await fixture().until(isThere, 100);
  await account.call("DeleteSchedule", { Name: "s" });
  const [delivery] = fixture().targets.deliveries.filter((each) => sameScope(each, account));
  assert.ok(delivery);
  assert.equal(delivery.sender.principal, "scheduler.amazonaws.com");
  assert.equal(delivery.sender.sourceArn, account.arn("scheduler", "schedule/default/s"));
  return delivery;
}

function sameScope({ sender }: Delivery, { scope }: Account): boolean {
  return sender.scope.accountId === scope.accountId;
}

test("a function is invoked with the input, its keywords replaced", async () => {
  const account = fixture().newAccount();
  const scheduledMs = fixture().clock.nowMs();
  const arn = account.arn("lambda", "function:f:live");
  const delivery = await firing(account, arn, { Input: KEYWORDS });
  assert.equal(delivery.arn, arn);
  assert.match(
    delivery.invocation?.requestId ?? "",
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  const { id, ...rest } = JSON.parse(Buffer.from(delivery.invocation?.payload ?? []).toString()) as Record<
    string,
    string
  >;
  assert.match(id ?? "", /^[0-9a-f]{16}$/);
  assert.deepEqual(rest, {
    arn: account.arn("scheduler", "schedule/default/s"),
    time: `${new Date(scheduledMs).toISOString().slice(0, 19)}Z`,
    attempt: "1",
    other: "<aws.scheduler.unknown>",
  });
});

test("without an input it is the default event", async () => {
  const account = fixture().newAccount();
  const time = `${new Date(fixture().clock.nowMs()).toISOString().slice(0, 19)}Z`;
  const delivery = await firing(account, account.arn("lambda", "function:f"), {});
  const { id, ...rest } = JSON.parse(Buffer.from(delivery.invocation?.payload ?? []).toString()) as Record<
    string,
    unknown
  >;
  assert.equal(typeof id, "string");
  assert.deepEqual(rest, {
    version: "0",
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: account.scope.accountId,
    time,
    region: "eu-west-1",
    resources: [account.arn("scheduler", "schedule/default/s")],
    detail: "{}",
  });
});

test("a queue, a FIFO queue and a topic get the input as text", async () => {
  const accounts = [fixture().newAccount(), fixture().newAccount(), fixture().newAccount()] as const;
  const [one, two, three] = accounts;
  assert.deepEqual((await firing(one, one.arn("sqs", "q"), { Input: "plain" })).message, { body: "plain" });
  const fifo = { Input: "in order", SqsParameters: { MessageGroupId: "g" } };
  const { message } = await firing(two, two.arn("sqs", "q.fifo"), fifo);
  assert.deepEqual(message, { body: "in order", groupId: "g" });
  const { notification } = await firing(three, three.arn("sns", "t"), { Input: "news" });
  assert.deepEqual(notification, { message: "news" });
});

test("a bus gets an event", async () => {
  const account = fixture().newAccount();
  const delivery = await firing(account, account.arn("events", "event-bus/orders"), {
    Input: '{"a":1}',
    EventBridgeParameters: { Source: "my.app", DetailType: "tick" },
  });
  assert.deepEqual(delivery.event, {
    source: "my.app",
    detailType: "tick",
    detail: '{"a":1}',
    resources: [account.arn("scheduler", "schedule/default/s")],
  });
});

const UNIVERSAL = [
  {
    action: "sqs:sendMessage",
    input: {
      QueueUrl: "http://127.0.0.1:4566/000000000009/jobs",
      MessageBody: "<aws.scheduler.attempt-number>",
      MessageGroupId: "g",
      MessageAttributes: { n: { DataType: "Number", StringValue: "1" } },
    },
    arn: "arn:aws:sqs:eu-west-1:000000000009:jobs",
    delivered: { message: { body: "1", groupId: "g", attributes: { n: { dataType: "Number", stringValue: "1" } } } },
  },
  {
    action: "sqs:sendMessage",
    input: { QueueUrl: "https://sqs.us-west-2.amazonaws.com/000000000009/jobs", MessageBody: "b" },
    arn: "arn:aws:sqs:us-west-2:000000000009:jobs",
    delivered: { message: { body: "b" } },
  },
  {
    action: "sns:publish",
    input: { TopicArn: "arn:aws:sns:eu-west-1:000000000009:t", Message: "m", Subject: "s" },
    arn: "arn:aws:sns:eu-west-1:000000000009:t",
    delivered: { notification: { message: "m", subject: "s" } },
  },
  {
    action: "lambda:invoke",
    input: { FunctionName: "f", Qualifier: "live", InvocationType: "Event", Payload: '{"a":1}' },
    arn: "arn:aws:lambda:eu-west-1:ACCOUNT:function:f:live",
    delivered: { invocation: { payload: Buffer.from('{"a":1}') } },
  },
  {
    action: "eventbridge:putEvents",
    input: { Entries: [{ Source: "s", DetailType: "d", Detail: { a: 1 }, EventBusName: "b" }] },
    arn: "arn:aws:events:eu-west-1:ACCOUNT:event-bus/b",
    delivered: { event: { source: "s", detailType: "d", detail: '{"a":1}', resources: [] } },
  },
];

for (const { action, input, arn, delivered } of UNIVERSAL)
  test(`the universal target ${action} reaches ${arn}`, async () => {
    const account = fixture().newAccount();
    const target = { Input: JSON.stringify(input) };
    const delivery = await firing(account, `arn:aws:scheduler:::aws-sdk:${action}`, target);
    const { arn: reached, sender: _, atMs: __, ...rest } = delivery;
    assert.equal(reached, arn.replace("ACCOUNT", account.scope.accountId));
    const { requestId: ___, ...invocation } = rest.invocation ?? {};
    assert.deepEqual(rest.invocation === undefined ? rest : { invocation }, delivered);
  });
