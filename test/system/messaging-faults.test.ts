// Bad input and bad neighbours of the messaging services: a clear error or a dead letter, and nobody else is held up.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import {
  CreateTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { HearthProcess, pause } from "./hearth-process.ts";

const ACCOUNT = "000000000000";
const MIB = 1_048_576;
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`;

class Clients {
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly events: EventBridgeClient;
  readonly scheduler: SchedulerClient;

  constructor({ endpoint }: HearthProcess) {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const settings = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
    this.sqs = new SQSClient(settings);
    this.sns = new SNSClient(settings);
    this.events = new EventBridgeClient(settings);
    this.scheduler = new SchedulerClient(settings);
  }

  async queue(name: string): Promise<string> {
    const { QueueUrl = "" } = await this.sqs.send(new CreateQueueCommand({ QueueName: name }));
    return QueueUrl;
  }

  async receive(QueueUrl: string): Promise<Message> {
    for (let tries = 0; tries < 3; tries++) {
      const { Messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10, MessageAttributeNames: ["All"] }),
      );
      if (Messages[0] !== undefined) return Messages[0];
    }
    throw new Error(`${QueueUrl} stays empty`);
  }

  close(): void {
    for (const client of [this.sqs, this.sns, this.events, this.scheduler]) client.destroy();
  }
}

let hearth: HearthProcess;
let clients: Clients;

before(async () => {
  hearth = await HearthProcess.start();
  clients = new Clients(hearth);
});

after(async () => {
  clients.close();
  await hearth.dispose();
});

it("what cannot be read is refused with a reason, and what stands beside it is taken", async () => {
  const QueueUrl = await clients.queue("readers");
  const send = (MessageBody: string): Promise<unknown> =>
    clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  await assert.rejects(send("\u0001"), /Invalid characters found/i);
  await assert.rejects(send("x".repeat(MIB + 1)), /must be shorter than 1048576 bytes|too long/i);
  const { Successful = [], Failed = [] } = await clients.sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: "good", MessageBody: "good" },
        { Id: "bad", MessageBody: "\u0001" },
      ],
    }),
  );
  assert.deepEqual([Successful.map(({ Id }) => Id), Failed.map(({ Id }) => Id)], [["good"], ["bad"]]);

  const event = { Source: "s", DetailType: "d" };
  const { FailedEntryCount, Entries = [] } = await clients.events.send(
    new PutEventsCommand({
      Entries: [
        { ...event, Detail: "{" },
        { ...event, Detail: "{}" },
        { ...event, Detail: "[]" },
      ],
    }),
  );
  assert.equal(FailedEntryCount, 2);
  assert.deepEqual(
    Entries.map(({ ErrorCode }) => ErrorCode),
    ["MalformedDetail", undefined, "MalformedDetail"],
  );
  await assert.rejects(clients.sns.send(new PublishCommand({ TopicArn: arn("sns", "none"), Message: "m" })), {
    name: "NotFoundException",
  });
});

it("a target that is deleted ends in the dead-letter queue of whoever delivers to it", async () => {
  const [dead, gone] = await Promise.all([clients.queue("dead"), clients.queue("gone")]);
  const DeadLetterConfig = { Arn: arn("sqs", "dead") };
  const Target = {
    Arn: arn("sqs", "gone"),
    RoleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
    Input: "tick",
    DeadLetterConfig,
  };
  await clients.events.send(new PutRuleCommand({ Name: "all", EventPattern: '{"source":["app"]}' }));
  const Targets = [{ Id: "1", Arn: arn("sqs", "gone"), DeadLetterConfig }];
  await clients.events.send(new PutTargetsCommand({ Rule: "all", Targets }));
  const { TopicArn = "" } = await clients.sns.send(new CreateTopicCommand({ Name: "t" }));
  const { SubscriptionArn } = await clients.sns.send(
    new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: arn("sqs", "gone"), ReturnSubscriptionArn: true }),
  );
  await clients.sns.send(
    new SetSubscriptionAttributesCommand({
      SubscriptionArn,
      AttributeName: "RedrivePolicy",
      AttributeValue: JSON.stringify({ deadLetterTargetArn: arn("sqs", "dead") }),
    }),
  );
  await clients.sqs.send(new DeleteQueueCommand({ QueueUrl: gone }));

  await clients.events.send(new PutEventsCommand({ Entries: [{ Source: "app", DetailType: "d", Detail: "{}" }] }));
  const fromRule = await clients.receive(dead);
  assert.equal(fromRule.MessageAttributes?.["TARGET_ARN"]?.StringValue, arn("sqs", "gone"));
  await clients.scheduler.send(
    new CreateScheduleCommand({
      Name: "tick",
      ScheduleExpression: "rate(1 day)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target,
    }),
  );
  assert.equal((await clients.receive(dead)).Body, "tick");
  await clients.sns.send(new PublishCommand({ TopicArn, Message: "from the topic" }));
  assert.match((await clients.receive(dead)).Body ?? "", /from the topic/);
});

it("a subscriber that never answers holds up neither the publisher nor the other subscribers", async () => {
  const unanswered: string[] = [];
  const silent = createServer((request, response) => {
    let body = "";
    request.on("data", (text: Buffer) => (body += text.toString()));
    request.on("end", () => {
      if (request.headers["x-amz-sns-message-type"] !== "SubscriptionConfirmation") {
        unanswered.push(body);
        return;
      }
      response.end();
      const { SubscribeURL } = JSON.parse(body) as { SubscribeURL: string };
      void fetch(SubscribeURL);
    });
  }).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const QueueUrl = await clients.queue("patient");
  const { TopicArn = "" } = await clients.sns.send(new CreateTopicCommand({ Name: "news" }));
  const Endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  await clients.sns.send(new SubscribeCommand({ TopicArn, Protocol: "http", Endpoint }));
  await clients.sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: arn("sqs", "patient"),
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  const publish = (index: number): Promise<unknown> =>
    clients.sns.send(new PublishCommand({ TopicArn, Message: String(index) }));
  // The endpoint confirms itself in its own time.
  for (let index = 0; unanswered.length === 0; index++) {
    assert.ok(index < 200, "the endpoint was never sent anything");
    await publish(index);
    await pause(25);
  }
  for (let index = 0; index < 50; index++) await publish(index);
  await clients.receive(QueueUrl);
  await clients.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  await publish(1000);
  assert.equal((await clients.receive(QueueUrl)).Body, "1000");
  silent.closeAllConnections();
  silent.close();
});

const isRoot = process.getuid?.() === 0;

/** A folder with a small disk of its own. */
async function smallDisk(): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> {
  const place = await mkdtemp(join(tmpdir(), "hearth-full-"));
  const folder = join(place, "data");
  await mkdir(folder, { mode: 0o700 });
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=28m,mode=0700", "tmpfs", folder]);
  const remove = async (): Promise<void> => {
    execFileSync("umount", [folder]);
    await rm(place, { recursive: true, force: true });
  };
  return { folder, remove };
}

/** Sends until the disk is full; answers what was acknowledged, and the refusal. */
async function fill(sqs: SQSClient, QueueUrl: string): Promise<{ acknowledged: Set<string>; refusal: unknown }> {
  const acknowledged = new Set<string>();
  for (let index = 0; index < 400; index++)
    try {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: String(index).padEnd(100_000, ".") }));
      acknowledged.add(String(index));
    } catch (refusal) {
      return { acknowledged, refusal };
    }
  return { acknowledged, refusal: undefined };
}

async function receiveAll(sqs: SQSClient, QueueUrl: string, count: number): Promise<Set<string>> {
  const seen = new Set<string>();
  for (let tries = 0; seen.size < count && tries < 200; tries++) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 5 }));
    for (const { Body = "" } of Messages) seen.add(Body.replace(/\.+$/, ""));
  }
  return seen;
}

it("a full disk is told, and once there is room all that was acknowledged is there", { skip: !isRoot }, async () => {
  const disk = await smallDisk();
  const filler = join(disk.folder, "filler");
  const full = await HearthProcess.start({ dataFolder: disk.folder });
  await writeFile(filler, Buffer.alloc(8 * MIB));
  const there = new Clients(full);
  try {
    const [big, ticks] = await Promise.all([there.queue("big"), there.queue("ticks")]);
    const dueMs = Math.ceil(Date.now() / 1000 + 8) * 1000;
    await there.scheduler.send(
      new CreateScheduleCommand({
        Name: "tick",
        ScheduleExpression: `at(${new Date(dueMs).toISOString().slice(0, 19)})`,
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn: arn("sqs", "ticks"), RoleArn: `arn:aws:iam::${ACCOUNT}:role/r`, Input: "tick" },
      }),
    );
    const { acknowledged, refusal } = await fill(there.sqs, big);
    assert.match(String(refusal), /disk that holds the data folder is full/);
    assert.ok(acknowledged.size > 10, `${acknowledged.size} messages`);
    await there.sqs.send(new GetQueueUrlCommand({ QueueName: "big" }));
    // The schedule fires into the full disk, and has to wait for room.
    await pause(Math.max(0, dueMs + 1000 - Date.now()));
    await rm(filler);
    assert.equal((await there.receive(ticks)).Body, "tick");
    const seen = await receiveAll(there.sqs, big, acknowledged.size);
    for (const name of acknowledged) assert.ok(seen.has(name), `message ${name} is lost`);
    await there.sqs.send(new SendMessageCommand({ QueueUrl: big, MessageBody: "more" }));
  } finally {
    there.close();
    await full.end();
    await disk.remove();
  }
});
