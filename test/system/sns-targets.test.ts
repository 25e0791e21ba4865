// SNS with its neighbours on the same server: queues, functions, and functions that publish what became of an event.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { InvokeCommand, type LambdaClient, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { isGenuine } from "./verify-sns-message.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const HANDLER = `exports.handler = async (event) => {
  if (event.fail) throw new Error("told to fail");
};`;

let hearth: HearthProcess;
let sns: SNSClient;
let sqs: SQSClient;
let lambda: LambdaClient;
let names = 0;

before(async () => {
  hearth = await HearthProcess.start();
  const options = { endpoint: hearth.endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  sns = new SNSClient(options);
  sqs = new SQSClient(options);
  lambda = lambdaClient(hearth.endpoint);
});
after(async () => {
  for (const client of [sns, sqs, lambda]) client.destroy();
  await hearth.dispose();
});

interface Queue {
  readonly url: string;
  readonly arn: string;
}

async function newQueue(attributes: Readonly<Record<string, string>> = {}): Promise<Queue> {
  const QueueName = `queue-${++names}${attributes["FifoQueue"] === undefined ? "" : ".fifo"}`;
  const { QueueUrl: url = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: attributes }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
  return { url, arn: Attributes?.["QueueArn"] ?? "" };
}

async function newTopic(attributes: Readonly<Record<string, string>> = {}): Promise<string> {
  const Name = `topic-${++names}${attributes["FifoTopic"] === undefined ? "" : ".fifo"}`;
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name, Attributes: attributes }));
  return TopicArn;
}

async function subscribe(
  TopicArn: string,
  Protocol: string,
  Endpoint: string,
  Attributes: Readonly<Record<string, string>> = {},
): Promise<void> {
  await sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes }));
}

/** Takes so many messages from a queue. */
async function take({ url: QueueUrl }: Queue, count: number, client = sqs): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for (let polls = 0; messages.length < count; polls += 1) {
    assert.ok(polls < 20, `${messages.length} of ${count} messages came`);
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds: 5,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    for (const { ReceiptHandle } of Messages) await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    messages.push(...Messages);
  }
  return messages;
}

it("a queue gets messages in an envelope that it can verify, and raw ones with their attributes", async () => {
  const topic = await newTopic();
  const [wrapped, raw] = [await newQueue(), await newQueue()];
  await subscribe(topic, "sqs", wrapped.arn);
  await subscribe(topic, "sqs", raw.arn, { RawMessageDelivery: "true" });
  const MessageAttributes = {
    text: { DataType: "String", StringValue: "x" },
    bytes: { DataType: "Binary", BinaryValue: Buffer.from([1, 2]) },
  };
  await sns.send(new PublishCommand({ TopicArn: topic, Message: "m", Subject: "s", MessageAttributes }));
  const [message] = await take(wrapped, 1);
  const envelope = JSON.parse(message?.Body ?? "") as Record<string, string>;
  assert.equal(envelope["Subject"], "s");
  assert.ok(await isGenuine(envelope));
  const [bare] = await take(raw, 1);
  assert.equal(bare?.Body, "m");
  assert.equal(bare?.MessageAttributes?.["text"]?.StringValue, "x");
  assert.deepEqual([...(bare?.MessageAttributes?.["bytes"]?.BinaryValue ?? [])], [1, 2]);
});

it("a FIFO queue gets the messages of a FIFO topic in order, each once", async () => {
  const topic = await newTopic({ FifoTopic: "true", ContentBasedDeduplication: "true" });
  const queue = await newQueue({ FifoQueue: "true" });
  await subscribe(topic, "sqs", queue.arn, { RawMessageDelivery: "true" });
  const bodies = Array.from({ length: 30 }, (_, index) => `m${index}`);
  for (let start = 0; start < bodies.length; start += 10) {
    const PublishBatchRequestEntries = bodies
      .slice(start, start + 10)
      .map((Message) => ({ Id: Message, Message, MessageGroupId: "g" }));
    const batch = { TopicArn: topic, PublishBatchRequestEntries };
    const first = await sns.send(new PublishBatchCommand(batch));
    assert.deepEqual((await sns.send(new PublishBatchCommand(batch))).Successful, first.Successful);
  }
  const got = await take(queue, bodies.length);
  assert.deepEqual(
    got.map(({ Body }) => Body),
    bodies,
  );
  assert.equal(got[0]?.Attributes?.MessageGroupId, "g");
});

it("a message for a queue that was deleted goes to the dead letters at once", async () => {
  const topic = await newTopic();
  const [gone, letters] = [await newQueue(), await newQueue()];
  await subscribe(topic, "sqs", gone.arn, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: letters.arn }) });
  await sqs.send(new DeleteQueueCommand({ QueueUrl: gone.url }));
  const { MessageId } = await sns.send(new PublishCommand({ TopicArn: topic, Message: "m" }));
  const [letter] = await take(letters, 1);
  assert.equal((JSON.parse(letter?.Body ?? "") as Record<string, string>)["MessageId"], MessageId);
});

it("a function gets messages as events, and tells a topic what became of it", async () => {
  const seen = await newQueue();
  const FunctionName = "listens";
  await createFunction(lambda, {
    FunctionName,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Timeout: 20,
    files: { "index.js": HANDLER },
  });
  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;
  const [topic, outcomes] = [await newTopic(), await newTopic()];
  const results = await newQueue();
  await subscribe(topic, "lambda", arn);
  await subscribe(outcomes, "sqs", results.arn);
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnSuccess: { Destination: seen.arn }, OnFailure: { Destination: outcomes } },
    }),
  );
  await sns.send(new PublishCommand({ TopicArn: topic, Message: "for a function" }));
  const [message] = await take(seen, 1);
  const { requestPayload: event } = JSON.parse(message?.Body ?? "") as {
    requestPayload: { Records: [{ EventSource: string; Sns: Record<string, string> }] };
  };
  assert.equal(event.Records[0].EventSource, "aws:sns");
  const { SigningCertUrl: SigningCertURL = "", ...notification } = event.Records[0].Sns;
  assert.equal(notification["Message"], "for a function");
  // A subject that is not there is null in events, and no part of what is signed.
  assert.equal(notification["Subject"], null);
  const { Subject: _, ...signed } = notification;
  assert.ok(await isGenuine({ ...signed, SigningCertURL }));
  await lambda.send(
    new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: Buffer.from('{"fail":true}') }),
  );
  const [result] = await take(results, 1);
  const record = JSON.parse((JSON.parse(result?.Body ?? "") as { Message: string }).Message) as Record<string, unknown>;
  assert.deepEqual(record["requestPayload"], { fail: true });
});

it("kill -9: a FIFO queue gets what was acknowledged, in order and once", async () => {
  const first = await HearthProcess.start();
  const options = { region: "us-east-1", credentials, maxAttempts: 1 };
  const topics = new SNSClient({ ...options, endpoint: first.endpoint });
  const queues = new SQSClient({ ...options, endpoint: first.endpoint });
  const Attributes = { FifoTopic: "true", ContentBasedDeduplication: "true" };
  const { TopicArn = "" } = await topics.send(new CreateTopicCommand({ Name: "t.fifo", Attributes }));
  await queues.send(new CreateQueueCommand({ QueueName: "q.fifo", Attributes: { FifoQueue: "true" } }));
  const Endpoint = "arn:aws:sqs:us-east-1:000000000000:q.fifo";
  const raw = { RawMessageDelivery: "true" };
  await topics.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes: raw }));
  const acknowledged = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const publish = new PublishCommand({ TopicArn, Message: `m${index}`, MessageGroupId: "g" });
      return { body: `m${index}`, number: (await topics.send(publish)).SequenceNumber ?? "" };
    }),
  );
  await first.end("SIGKILL");
  for (const client of [topics, queues]) client.destroy();
  const second = await HearthProcess.start({ dataFolder: first.dataFolder });
  const again = new SQSClient({ ...options, endpoint: second.endpoint });
  const queue = { url: `${second.endpoint}/000000000000/q.fifo`, arn: Endpoint };
  const got = await take(queue, acknowledged.length, again);
  assert.deepEqual(
    got.map(({ Body }) => Body),
    acknowledged.toSorted((one, other) => one.number.localeCompare(other.number)).map(({ body }) => body),
  );
  again.destroy();
  await second.dispose();
});
