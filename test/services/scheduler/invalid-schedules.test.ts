import assert from "node:assert/strict";
import { test } from "node:test";
import type { SchedulerModel } from "../../../src/wire/index.ts";
import { useScheduler } from "./scheduler-fixture.ts";

const fixture = useScheduler();
const ROLE = "arn:aws:iam::000000000001:role/r";
const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-west-1:000000000001:${resource}`;
const target = (
  Arn: string,
  rest: Partial<SchedulerModel.Target> = {},
): Partial<SchedulerModel.CreateScheduleInput> => ({
  Target: { Arn, RoleArn: ROLE, ...rest },
});
const universal = (action: string, input: unknown): Partial<SchedulerModel.CreateScheduleInput> =>
  target(`arn:aws:scheduler:::aws-sdk:${action}`, { Input: JSON.stringify(input) });
const queueUrl = "http://127.0.0.1:4566/000000000001/jobs";

/** What is wrong, and the message, or a part of it. */
const CASES: readonly (readonly [Partial<SchedulerModel.CreateScheduleInput>, string])[] = [
  [{ ScheduleExpression: "rate(0 minutes)" }, "Invalid Schedule Expression rate(0 minutes)."],
  [{ ScheduleExpression: "cron(* * * * * *)" }, "Invalid Schedule Expression cron(* * * * * *)."],
  [{ ScheduleExpression: "at(tomorrow)" }, "Invalid Schedule Expression at(tomorrow)."],
  [{ ScheduleExpressionTimezone: "Mars/Olympus" }, "Invalid time zone Mars/Olympus"],
  [
    { FlexibleTimeWindow: { Mode: "FLEXIBLE" } },
    "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.",
  ],
  [
    { FlexibleTimeWindow: { Mode: "OFF", MaximumWindowInMinutes: 5 } },
    "MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.",
  ],
  [{ StartDate: new Date(0) }, "The StartDate you specify cannot be earlier than 5 minutes ago."],
  [{ StartDate: new Date(4e12), EndDate: new Date(4e12) }, "The StartDate you specify must come before the EndDate."],
  [target("nonsense"), "Provided Arn is not in correct format."],
  [target("arn:aws:lambda:eu-west-1:1:function:f"), "Provided Arn is not in correct format."],
  [target(arn("lambda", "layer:f")), "Provided Arn is not in correct format."],
  [target(arn("sqs", "a b")), "Provided Arn is not in correct format."],
  [target(arn("sns", "t/x")), "Provided Arn is not in correct format."],
  [target(arn("events", "rule/r")), "Provided Arn is not in correct format."],
  [target(arn("ecs", "cluster/c")), "Targets of ecs are not available here"],
  [target(arn("kinesis", "stream/s")), "Targets of kinesis are not available here"],
  [target(arn("sagemaker", "pipeline/p")), "Targets of sagemaker are not available here"],
  [target(arn("sqs", "q.fifo")), "SqsParameters with a MessageGroupId must be provided"],
  [target(arn("events", "event-bus/default")), "EventBridgeParameters must be provided"],
  [target(arn("sqs", "q"), { KinesisParameters: { PartitionKey: "k" } }), "KinesisParameters cannot be used"],
  [target(arn("lambda", "function:f"), { SqsParameters: { MessageGroupId: "g" } }), "SqsParameters cannot be used"],
  [target(arn("lambda", "function:f"), { Input: "not json" }), "must be JSON"],
  [target(arn("sqs", "q"), { Input: "x".repeat(262_145) }), "262144 bytes at most"],
  [universal("ec2:stopInstances", {}), "The universal target ec2:stopInstances is not available here"],
  [target("arn:aws:scheduler:::aws-sdk:sqs:sendMessage"), "QueueUrl must be given"],
  [universal("sqs:sendMessage", []), "it must be a JSON object"],
  [universal("sqs:sendMessage", { QueueUrl: "q", MessageBody: "b" }), "QueueUrl must be the URL of a queue"],
  [universal("sqs:sendMessage", { QueueUrl: queueUrl }), "MessageBody must be given"],
  [universal("sqs:sendMessage", { QueueUrl: queueUrl, MessageBody: 1 }), "MessageBody must be a string"],
  [
    universal("sqs:sendMessage", { QueueUrl: queueUrl, MessageBody: "b", DelaySeconds: 5 }),
    "DelaySeconds is not available here",
  ],
  [
    universal("sqs:sendMessage", { QueueUrl: queueUrl, MessageBody: "b", MessageAttributes: { a: {} } }),
    "the message attribute a needs a DataType",
  ],
  [universal("lambda:invoke", {}), "FunctionName must be given"],
  [universal("sns:publish", { Message: "m" }), "TargetArn must be given"],
  [universal("eventbridge:putEvents", { Entries: [] }), "Entries must be a list of 1 to 10"],
  [universal("eventbridge:putEvents", { Entries: [{ Source: "s", Detail: "{}" }] }), "DetailType must be given"],
];

const isRefused = (message: string) => (error: unknown) => {
  assert.ok(error instanceof Error && "code" in error);
  assert.equal(error.code, "ValidationException");
  assert.ok(error.message.includes(message), error.message);
  return true;
};

for (const [change, message] of CASES)
  test(`refused: ${message}`, async () => {
    const account = fixture().newAccount();
    const input = { ...account.settings("bad", "rate(1 hour)"), ...change };
    await assert.rejects(account.call("CreateSchedule", input), isRefused(message));
    assert.deepEqual((await account.call("ListSchedules", {})).Schedules, []);
    await account.call("CreateSchedule", account.settings("bad", "rate(1 hour)"));
    await assert.rejects(account.call("UpdateSchedule", input), isRefused(message));
  });

test("keywords may stand where JSON has numbers", async () => {
  const account = fixture().newAccount();
  const Input = '{"n": <aws.scheduler.attempt-number>}';
  const input = account.settings("n", "rate(1 hour)", { Arn: account.arn("lambda", "function:f"), Input });
  await account.call("CreateSchedule", input);
});

test("a start that has passed since may stay", async () => {
  const { clock } = fixture();
  const account = fixture().newAccount();
  const input = { ...account.settings("s", "rate(1 hour)"), StartDate: new Date(clock.nowMs()) };
  await account.call("CreateSchedule", input);
  await clock.advance(3_600_000);
  await account.call("UpdateSchedule", input);
});
