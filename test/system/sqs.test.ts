// SQS of the real server, with the JavaScript SDK (JSON) and the stock AWS CLI of the distribution (Query).
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { AwsCli } from "./aws-cli.ts";
import { HearthProcess } from "./hearth-process.ts";

/** The unmodified SDK; it compares the digests of what it sends and receives. */
function sqsClient(endpoint: string): SQSClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new SQSClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

async function newQueue(client: SQSClient, QueueName: string, Attributes?: Record<string, string>): Promise<string> {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl ?? assert.fail("no URL");
}

describe("SQS of a running server", () => {
  let hearth: HearthProcess;
  let client: SQSClient;
  let cli: AwsCli;
  before(async () => {
    hearth = await HearthProcess.start();
    client = sqsClient(hearth.endpoint);
    cli = new AwsCli(hearth.endpoint);
  });
  after(async () => {
    client.destroy();
    await hearth.dispose();
  });

  it("serves the SDK", async () => {
    const QueueUrl = await newQueue(client, "sdk");
    assert.equal(QueueUrl, `${hearth.endpoint}/000000000000/sdk`);
    const waiting = client.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MessageAttributeNames: ["All"] }),
    );
    const MessageAttributes = {
      text: { DataType: "String", StringValue: "é" },
      bytes: { DataType: "Binary.png", BinaryValue: Buffer.from([0, 255]) },
    };
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "é 😀", MessageAttributes }));
    const { Messages: [message] = [] } = await waiting;
    assert.equal(message?.Body, "é 😀");
    assert.deepEqual(Buffer.from(message.MessageAttributes?.["bytes"]?.BinaryValue ?? []), Buffer.from([0, 255]));
    const { ReceiptHandle } = message;
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    await assert.rejects(
      client.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}-none`, MessageBody: "x" })),
      (error) => error instanceof QueueDoesNotExist && error.message === "The specified queue does not exist.",
    );
  });

  it("serves the SDK at the address of the queue itself", async () => {
    const QueueUrl = await newQueue(client, "addressed");
    const direct = sqsClient(QueueUrl);
    const Entries = [{ Id: "a", MessageBody: "x" }];
    const { Successful = [] } = await direct.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    assert.equal(Successful.length, 1);
    direct.destroy();
  });

  it("serves the stock CLI, which speaks the older protocol", async () => {
    const { QueueUrl = "" } = await cli.json<Record<string, string>>(
      "sqs",
      "create-queue",
      "--queue-name",
      "cli.fifo",
      "--tags",
      "a=1",
      "--attributes",
      "FifoQueue=true,ContentBasedDeduplication=true",
    );
    assert.equal(QueueUrl, `${hearth.endpoint}/000000000000/cli.fifo`);
    const at = ["--queue-url", QueueUrl];
    const attributes = '{"a":{"DataType":"String","StringValue":"x"},"b":{"DataType":"Binary","BinaryValue":"AAEC"}}';
    const sent = await cli.json<Record<string, string>>(
      "sqs",
      "send-message",
      ...at,
      "--message-body",
      "<é> & 'x'",
      "--message-group-id",
      "g",
      "--message-attributes",
      attributes,
    );
    const batch = '[{"Id":"1","MessageBody":"two","MessageGroupId":"g"}]';
    await cli.json("sqs", "send-message-batch", ...at, "--entries", batch);
    const names = ["--attribute-names", "All", "--message-attribute-names", "All", "--max-number-of-messages", "10"];
    const { Messages: messages = [] } = await cli.json<{ Messages?: Record<string, unknown>[] }>(
      "sqs",
      "receive-message",
      ...at,
      ...names,
    );
    assert.deepEqual(
      messages.map(({ Body }) => Body),
      ["<é> & 'x'", "two"],
    );
    const [first] = messages;
    assert.equal(first?.["MD5OfMessageAttributes"], sent["MD5OfMessageAttributes"]);
    assert.deepEqual(first?.["MessageAttributes"], JSON.parse(attributes));
    assert.partialDeepStrictEqual(first?.["Attributes"], { SequenceNumber: sent["SequenceNumber"] });
    await cli.json("sqs", "delete-message", ...at, "--receipt-handle", String(first?.["ReceiptHandle"]));
    const { Attributes } = await cli.json<{ Attributes: Record<string, string> }>(
      "sqs",
      "get-queue-attributes",
      ...at,
      "--attribute-names",
      "All",
    );
    assert.equal(Attributes["ApproximateNumberOfMessagesNotVisible"], "1");
    assert.deepEqual(await cli.json("sqs", "list-queue-tags", ...at), { Tags: { a: "1" } });
    const failure = await cli.failure("sqs", "get-queue-url", "--queue-name", "none");
    assert.match(failure, /\(AWS\.SimpleQueueService\.NonExistentQueue\).*does not exist for this wsdl version\./);
  });
});

it("nothing that was acknowledged is lost or comes back after a kill -9", async () => {
  const first = await HearthProcess.start();
  const client = sqsClient(first.endpoint);
  const QueueUrl = await newQueue(client, "kept", { VisibilityTimeout: "0" });
  const sent = new Set<string>();
  const deleted = new Set<string>();
  /** Those whose deletion was asked for; whether it was done before the kill is not known of all. */
  const doomed = new Set<string>();

  const send = async (worker: number): Promise<void> => {
    for (let n = 0; ; n += 10) {
      const Entries = Array.from({ length: 10 }, (_, index) => ({
        Id: `${index}`,
        MessageBody: `${worker}/${n + index}`,
      }));
      const { Successful = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      for (const { Id } of Successful) sent.add(Entries[Number(Id)]?.MessageBody ?? "");
    }
  };
  const remove = async (): Promise<void> => {
    for (;;) {
      const receive = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, VisibilityTimeout: 3 };
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(receive));
      if (Messages.length === 0) continue;
      const Entries = Messages.slice(0, 5).map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
      for (const { Body = "" } of Messages.slice(0, 5)) doomed.add(Body);
      const { Successful = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      for (const { Id } of Successful) deleted.add(Messages[Number(Id)]?.Body ?? "");
    }
  };
  const work = [0, 1, 2].map((worker) => send(worker)).concat([remove(), remove()]);
  const settled = Promise.allSettled(work);
  while (sent.size < 1_000 || deleted.size < 100) await new Promise((resolve) => setTimeout(resolve, 5));
  await first.end("SIGKILL");
  await settled;
  client.destroy();

  const second = await HearthProcess.start({ dataFolder: first.dataFolder });
  const again = sqsClient(second.endpoint);
  try {
    const url = `${second.endpoint}/000000000000/kept`;
    const found = new Set<string>();
    // What was in flight comes back when its receipt runs out; it is waited for at most that long.
    const missing = (): number => [...sent].filter((body) => !doomed.has(body) && !found.has(body)).length;
    for (const endMs = Date.now() + 60_000; missing() > 0 && Date.now() < endMs;) {
      const receive = { QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 5, VisibilityTimeout: 600 };
      const { Messages = [] } = await again.send(new ReceiveMessageCommand(receive));
      for (const { Body = "" } of Messages) found.add(Body);
    }
    assert.equal(missing(), 0, "acknowledged messages were lost");
    const returned = [...found].filter((body) => deleted.has(body));
    assert.deepEqual(returned, [], "deleted messages came back");
  } finally {
    again.destroy();
    await second.dispose();
  }
});
