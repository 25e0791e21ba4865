// EventBridge Scheduler as the stock AWS CLI and the JavaScript SDK see it, with the services that it delivers to.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  SchedulerServiceException,
  type Target,
} from "@aws-sdk/client-scheduler";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AwsCli } from "./aws-cli.ts";
import { functionLog } from "./function-log.ts";
import { HearthProcess, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

const ACCOUNT = "000000000000";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/scheduler`;

let hearth: HearthProcess;
let aws: AwsCli;
let scheduler: SchedulerClient;
let sqs: SQSClient;

const settings = (): {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
} => ({
  endpoint: hearth.endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

before(async () => {
  hearth = await HearthProcess.start();
  aws = new AwsCli(hearth.endpoint);
  scheduler = new SchedulerClient(settings());
  sqs = new SQSClient(settings());
});

after(async () => {
  scheduler.destroy();
  sqs.destroy();
  await hearth.dispose();
});

const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`;

async function newQueue(name: string): Promise<string> {
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  return QueueUrl;
}

async function receive(QueueUrl: string): Promise<Message> {
  for (let tries = 0; tries < 3; tries++) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10, MessageAttributeNames: ["All"] }),
    );
    if (Messages[0] !== undefined) return Messages[0];
  }
  throw new Error(`${QueueUrl} stays empty`);
}

/** Fires at once, and then not again while the tests run. */
function now(name: string, target: Omit<Target, "RoleArn">): Promise<unknown> {
  return scheduler.send(
    new CreateScheduleCommand({
      Name: name,
      ScheduleExpression: "rate(1 day)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { RoleArn: ROLE, ...target },
    }),
  );
}

it("the CLI makes a group with a schedule, and takes them away", async () => {
  const run = (...words: readonly string[]): Promise<Record<string, unknown>> => aws.json("scheduler", ...words);
  assert.deepEqual(await run("create-schedule-group", "--name", "nightly"), {
    ScheduleGroupArn: arn("scheduler", "schedule-group/nightly"),
  });
  const target = JSON.stringify({ Arn: arn("sqs", "jobs"), RoleArn: ROLE, Input: "x" });
  const schedule = ["--name", "report", "--group-name", "nightly"];
  const rest = ["--flexible-time-window", "Mode=OFF", "--target", target];
  const create = [...schedule, ...rest, "--schedule-expression-timezone", "Europe/Berlin"];
  assert.deepEqual(await run("create-schedule", ...create, "--schedule-expression", "cron(0 2 * * ? *)"), {
    ScheduleArn: arn("scheduler", "schedule/nightly/report"),
  });
  const told = await run("get-schedule", ...schedule);
  assert.equal(told["ScheduleExpressionTimezone"], "Europe/Berlin");
  assert.equal(told["State"], "ENABLED");
  await run("update-schedule", ...schedule, ...rest, "--schedule-expression", "rate(1 hour)", "--state", "DISABLED");
  const listed = await run("list-schedules", "--group-name", "nightly", "--state", "DISABLED");
  assert.equal((listed["Schedules"] as unknown[]).length, 1);
  const taken = await aws.failure("scheduler", "create-schedule", ...create, "--schedule-expression", "rate(1 hour)");
  assert.match(taken, /\(ConflictException\).*Schedule report already exists\./);
  await run("delete-schedule", ...schedule);
  const gone = await aws.failure("scheduler", "get-schedule", ...schedule);
  assert.match(gone, /\(ResourceNotFoundException\).*Schedule report does not exist\./);
  await run("delete-schedule-group", "--name", "nightly");
});

it("what is wrong is refused in the words of the service", async () => {
  const good: CreateScheduleCommandInput = {
    Name: "bad",
    ScheduleExpression: "rate(1 hour)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: arn("sqs", "jobs"), RoleArn: ROLE },
  };
  const cases: readonly (readonly [Partial<CreateScheduleCommandInput>, RegExp])[] = [
    [{ ScheduleExpression: "rate(1 week)" }, /^Invalid Schedule Expression rate\(1 week\)\.$/],
    [{ Name: "no spaces" }, /'name' failed to satisfy constraint: Member must satisfy regular expression pattern/],
    [
      { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 1441 } },
      /'flexibleTimeWindow.maximumWindowInMinutes' failed to satisfy constraint: Member must have value less than or equal to 1440/,
    ],
    [{ Target: { Arn: arn("sqs", "jobs"), RoleArn: "nobody" } }, /'target.roleArn' failed to satisfy constraint/],
    [{ GroupName: "none" }, /^Schedule group none does not exist\.$/],
  ];
  for (const [change, message] of cases)
    await assert.rejects(scheduler.send(new CreateScheduleCommand({ ...good, ...change })), (error) => {
      assert.ok(error instanceof SchedulerServiceException);
      assert.match(error.message, message);
      return true;
    });
});

it("a schedule fires at a queue, and tells when and which", async () => {
  const QueueUrl = await newQueue("jobs");
  const Input = '{"of":"<aws.scheduler.schedule-arn>","attempt":"<aws.scheduler.attempt-number>"}';
  await now("to-queue", { Arn: arn("sqs", "jobs"), Input });
  assert.deepEqual(JSON.parse((await receive(QueueUrl)).Body ?? ""), {
    of: arn("scheduler", "schedule/default/to-queue"),
    attempt: "1",
  });
});

it("a one-time schedule fires in its second and is deleted", async () => {
  const QueueUrl = await newQueue("once");
  const dueMs = Math.ceil(Date.now() / 1000 + 2) * 1000;
  await scheduler.send(
    new CreateScheduleCommand({
      Name: "once",
      ScheduleExpression: `at(${new Date(dueMs).toISOString().slice(0, 19)})`,
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      Target: { Arn: arn("sqs", "once"), RoleArn: ROLE, Input: "<aws.scheduler.scheduled-time>" },
    }),
  );
  await scheduler.send(new GetScheduleCommand({ Name: "once" }));
  const { Body } = await receive(QueueUrl);
  assert.ok(Date.now() >= dueMs);
  assert.equal(Body, `${new Date(dueMs).toISOString().slice(0, 19)}Z`);
  const isThere = async (): Promise<boolean> =>
    (await scheduler.send(new ListSchedulesCommand({ NamePrefix: "once" }))).Schedules?.length !== 0;
  for (let tries = 0; tries < 100 && (await isThere()); tries++) await pause(50);
  assert.ok(!(await isThere()));
});

it("a schedule invokes a function", async () => {
  const lambda = lambdaClient(hearth.endpoint);
  const files = { "index.js": "exports.handler = async (event) => console.log('fired ' + JSON.stringify(event))" };
  const FunctionName = "tick";
  await createFunction(lambda, { FunctionName, Runtime: "nodejs24.x", Handler: "index.handler", files });
  lambda.destroy();
  await now("to-function", { Arn: arn("lambda", "function:tick"), Input: '{"n":1}' });
  await functionLog(hearth.endpoint, "tick", /fired \{"n":1\}/);
});

it("a schedule publishes to a topic, and puts an event on a bus", async () => {
  const [fromTopic, fromBus] = await Promise.all([newQueue("from-topic"), newQueue("from-bus")]);
  const sns = new SNSClient(settings());
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "news" }));
  const Attributes = { RawMessageDelivery: "true" };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: arn("sqs", "from-topic"), Attributes }));
  sns.destroy();
  await now("to-topic", { Arn: TopicArn, Input: "hello" });
  assert.equal((await receive(fromTopic)).Body, "hello");

  const events = new EventBridgeClient(settings());
  await events.send(new PutRuleCommand({ Name: "ticks", EventPattern: '{"source":["my.clock"]}' }));
  await events.send(new PutTargetsCommand({ Rule: "ticks", Targets: [{ Id: "1", Arn: arn("sqs", "from-bus") }] }));
  events.destroy();
  const EventBridgeParameters = { Source: "my.clock", DetailType: "tick" };
  await now("to-bus", { Arn: arn("events", "event-bus/default"), Input: '{"a":1}', EventBridgeParameters });
  const event = JSON.parse((await receive(fromBus)).Body ?? "") as Record<string, unknown>;
  assert.equal(event["detail-type"], "tick");
  assert.deepEqual(event["detail"], { a: 1 });
  assert.deepEqual(event["resources"], [arn("scheduler", "schedule/default/to-bus")]);
});

it("a universal target sends to a queue by its URL", async () => {
  const QueueUrl = await newQueue("universal");
  const Input = JSON.stringify({ QueueUrl, MessageBody: "from afar" });
  await now("universal", { Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", Input });
  assert.equal((await receive(QueueUrl)).Body, "from afar");
});

it("a target that is not there ends in the dead-letter queue, with the reason", async () => {
  const QueueUrl = await newQueue("dead");
  const DeadLetterConfig = { Arn: arn("sqs", "dead") };
  await now("lost", { Arn: arn("sqs", "nowhere"), Input: "payload", DeadLetterConfig });
  const { Body, MessageAttributes = {} } = await receive(QueueUrl);
  assert.equal(Body, "payload");
  assert.equal(MessageAttributes["TARGET_ARN"]?.StringValue, arn("sqs", "nowhere"));
  assert.equal(MessageAttributes["SCHEDULE_ARN"]?.StringValue, arn("scheduler", "schedule/default/lost"));
  assert.match(MessageAttributes["ERROR_CODE"]?.StringValue ?? "", /NonExistentQueue|QueueDoesNotExist/);
  assert.equal(MessageAttributes["RETRY_ATTEMPTS"]?.StringValue, "0");
});
