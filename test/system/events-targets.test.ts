// Events on their way through the whole server: to queues, functions and topics, from functions and schedules.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { InvokeCommand, type LambdaClient, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

const ARN = (service: string, name: string): string => `arn:aws:${service}:us-east-1:000000000000:${name}`;
const WAIT = { timeout: 60_000 };

let hearth: HearthProcess;
let events: EventBridgeClient;
let sqs: SQSClient;
let sns: SNSClient;
let lambda: LambdaClient;

before(async () => {
  hearth = await HearthProcess.start();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const settings = { endpoint: hearth.endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  events = new EventBridgeClient(settings);
  sqs = new SQSClient(settings);
  sns = new SNSClient(settings);
  lambda = lambdaClient(hearth.endpoint);
});

after(async () => {
  for (const client of [events, sqs, sns, lambda]) client.destroy();
  await hearth.dispose();
});

async function makeQueue(name: string): Promise<() => Promise<Message>> {
  const fifo = name.endsWith(".fifo") ? { FifoQueue: "true", ContentBasedDeduplication: "true" } : undefined;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: fifo }));
  return async () => {
    for (;;) {
      const { Messages: [message] = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, MessageAttributeNames: ["All"] }),
      );
      if (message === undefined) continue;
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      return message;
    }
  };
}

async function makeRule(name: string, pattern: object, targets: Target[]): Promise<void> {
  await events.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(pattern) }));
  await events.send(new PutTargetsCommand({ Rule: name, Targets: targets }));
}

async function put(source: string, detail: object): Promise<string> {
  const { Entries = [] } = await events.send(
    new PutEventsCommand({ Entries: [{ Source: source, DetailType: "Order", Detail: JSON.stringify(detail) }] }),
  );
  return String(Entries[0]?.EventId);
}

it("an event reaches queues, a topic and a function", WAIT, async () => {
  const whole = await makeQueue("whole");
  const ordered = await makeQueue("ordered.fifo");
  const published = await makeQueue("published");
  const answered = await makeQueue("answered");
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "orders" }));
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: ARN("sqs", "published"),
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  const source = "exports.handler = async (event) => ({ seen: event.detail.total, type: event['detail-type'] });";
  await createFunction(lambda, {
    FunctionName: "seer",
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    files: { "index.js": source },
  });
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "seer",
      DestinationConfig: { OnSuccess: { Destination: ARN("sqs", "answered") } },
    }),
  );
  await makeRule("orders", { source: ["shop"] }, [
    { Id: "whole", Arn: ARN("sqs", "whole") },
    { Id: "ordered", Arn: ARN("sqs", "ordered.fifo"), InputPath: "$.detail", SqsParameters: { MessageGroupId: "g" } },
    {
      Id: "topic",
      Arn: TopicArn,
      InputTransformer: { InputPathsMap: { total: "$.detail.total" }, InputTemplate: '"total <total>"' },
    },
    { Id: "function", Arn: ARN("lambda", "function:seer") },
  ]);
  const id = await put("shop", { total: 120 });
  const event = JSON.parse((await whole()).Body ?? "") as Record<string, unknown>;
  assert.deepEqual(Object.keys(event), [
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
    "resources",
    "detail",
  ]);
  assert.equal(event["id"], id);
  assert.equal((await ordered()).Body, '{"total":120}');
  assert.equal((await published()).Body, '"total 120"');
  const record = JSON.parse((await answered()).Body ?? "") as { responsePayload: unknown };
  assert.deepEqual(record.responsePayload, { seen: 120, type: "Order" });
});

it("an event for a queue that is not there becomes a dead letter", WAIT, async () => {
  const letters = await makeQueue("letters");
  await makeRule("missing", { source: ["lost"] }, [
    { Id: "1", Arn: ARN("sqs", "nowhere"), DeadLetterConfig: { Arn: ARN("sqs", "letters") } },
    { Id: "2", Arn: ARN("lambda", "function:nobody"), DeadLetterConfig: { Arn: ARN("sqs", "letters") } },
  ]);
  const id = await put("lost", {});
  const seen = [await letters(), await letters()];
  for (const { Body, MessageAttributes = {} } of seen) {
    assert.match(Body ?? "", new RegExp(`"id":"${id}"`));
    assert.deepEqual(Object.keys(MessageAttributes).toSorted(), [
      "ERROR_CODE",
      "ERROR_MESSAGE",
      "RETRY_ATTEMPTS",
      "RULE_ARN",
      "TARGET_ARN",
    ]);
    assert.equal(MessageAttributes["ERROR_CODE"]?.StringValue, "NO_RESOURCE");
    assert.equal(MessageAttributes["RULE_ARN"]?.StringValue, ARN("events", "rule/missing"));
    assert.equal(MessageAttributes["RETRY_ATTEMPTS"]?.StringValue, "0");
  }
  const targets = seen.map(({ MessageAttributes }) => String(MessageAttributes?.["TARGET_ARN"]?.StringValue));
  assert.deepEqual(targets.toSorted(), [ARN("lambda", "function:nobody"), ARN("sqs", "nowhere")]);
});

it("what a function gives reaches the bus that is its destination", WAIT, async () => {
  const results = await makeQueue("results");
  await makeRule("results", { source: ["lambda"], "detail-type": [{ prefix: "Lambda Function Invocation Result" }] }, [
    { Id: "1", Arn: ARN("sqs", "results") },
  ]);
  const source = "exports.handler = async (event) => event.n + 1;";
  await createFunction(lambda, {
    FunctionName: "adder",
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    files: { "index.js": source },
  });
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "adder",
      DestinationConfig: { OnSuccess: { Destination: ARN("events", "event-bus/default") } },
    }),
  );
  await lambda.send(
    new InvokeCommand({ FunctionName: "adder", InvocationType: "Event", Payload: Buffer.from('{"n":1}') }),
  );
  const event = JSON.parse((await results()).Body ?? "") as Record<string, unknown> & {
    detail: { responsePayload: unknown };
  };
  assert.equal(event["detail-type"], "Lambda Function Invocation Result - Success");
  assert.equal(event.detail.responsePayload, 2);
});
