import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Account, useSqsService } from "./sqs-fixture.ts";

const fixture = useSqsService();

interface Pair {
  readonly source: string;
  readonly dead: string;
}

/** A queue that gives up after `maxReceiveCount` receipts, and where its dead letters go. */
async function pair(account: Account, maxReceiveCount = 1, suffix = ""): Promise<Pair> {
  const dead = await account.queue(`dead${suffix}`);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: account.arn(`dead${suffix}`), maxReceiveCount });
  return { dead, source: await account.queue(`source${suffix}`, { RedrivePolicy, VisibilityTimeout: "1" }) };
}

/** Sends messages and lets them die. */
async function die(account: Account, { source }: Pair, bodies: readonly string[]): Promise<void> {
  for (const MessageBody of bodies) await account.call("SendMessage", { QueueUrl: source, MessageBody });
  while ((await account.bodies(source)).length > 0) await fixture().clock.advance(1_000);
}

describe("dead letters", () => {
  it("come after the allowed receipts, with their id and where they came from", async () => {
    const account = fixture().newAccount();
    const { source, dead } = await pair(account, 2);
    const { MessageId } = await account.call("SendMessage", { QueueUrl: source, MessageBody: "a" });
    const sentMs = fixture().clock.nowMs();
    const waiting = account.call("ReceiveMessage", { QueueUrl: dead, WaitTimeSeconds: 20, AttributeNames: ["All"] });
    for (let receipt = 1; receipt <= 2; receipt++) {
      assert.deepEqual(await account.bodies(source), ["a"]);
      await fixture().clock.advance(1_000);
    }
    assert.deepEqual(await account.bodies(source), []);
    const { Messages: [message] = [] } = await waiting;
    assert.equal(message?.MessageId, MessageId);
    assert.deepEqual(message?.Attributes, {
      SenderId: account.accountId,
      ApproximateFirstReceiveTimestamp: String(sentMs),
      ApproximateReceiveCount: "3",
      SentTimestamp: String(sentMs),
      DeadLetterQueueSourceArn: account.arn("source"),
    });
  });

  it("stay where they are when their queue is gone or refuses them", async () => {
    const account = fixture().newAccount();
    const { source, dead } = await pair(account);
    await account.call("SendMessage", { QueueUrl: source, MessageBody: "a" });
    const RedriveAllowPolicy = JSON.stringify({ redrivePermission: "denyAll" });
    await account.call("SetQueueAttributes", { QueueUrl: dead, Attributes: { RedriveAllowPolicy } });
    for (let receipt = 1; receipt <= 3; receipt++) {
      assert.deepEqual(await account.bodies(source), ["a"]);
      await fixture().clock.advance(1_000);
    }
    await account.call("DeleteQueue", { QueueUrl: dead });
    assert.deepEqual(await account.bodies(source), ["a"]);
  });

  it("know whose they may be", async () => {
    const account = fixture().newAccount();
    const { source, dead } = await pair(account);
    assert.deepEqual(await account.call("ListDeadLetterSourceQueues", { QueueUrl: dead }), { queueUrls: [source] });
    assert.deepEqual(await account.call("ListDeadLetterSourceQueues", { QueueUrl: source }), { queueUrls: [] });
  });

  const policies: readonly (readonly [what: string, policy: unknown, reason: string])[] = [
    ["no JSON", "{", "Redrive policy is not a valid JSON map."],
    ["no target", { maxReceiveCount: 1 }, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn."],
    [
      "no count",
      { deadLetterTargetArn: "DEAD" },
      "Redrive policy does not contain mandatory attribute: maxReceiveCount.",
    ],
    [
      "a count of 0",
      { deadLetterTargetArn: "DEAD", maxReceiveCount: 0 },
      "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.",
    ],
    [
      "a count of 1001",
      { deadLetterTargetArn: "DEAD", maxReceiveCount: "1001" },
      'Invalid value for maxReceiveCount: "1001", valid values are from 1 to 1000 both inclusive.',
    ],
    ["no ARN", { deadLetterTargetArn: "dummy", maxReceiveCount: 42 }, "Invalid value for deadLetterTargetArn."],
    ["no queue", { deadLetterTargetArn: "NONE", maxReceiveCount: 1 }, "Dead letter target does not exist."],
    [
      "a FIFO queue",
      { deadLetterTargetArn: "FIFO", maxReceiveCount: 1 },
      "Dead-letter queue must be same type of queue as the source.",
    ],
  ];
  for (const [what, policy, reason] of policies)
    it(`go nowhere by a policy with ${what}`, async () => {
      const account = fixture().newAccount();
      await account.queue("dead");
      await account.queue("dead.fifo");
      const text = (typeof policy === "string" ? policy : JSON.stringify(policy))
        .replace("DEAD", account.arn("dead"))
        .replace("FIFO", account.arn("dead.fifo"))
        .replace("NONE", account.arn("none"));
      const refusal = await account.refusal("CreateQueue", { QueueName: "q", Attributes: { RedrivePolicy: text } });
      assert.equal(refusal.message, `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
      assert.equal(refusal.queryError, "InvalidParameterValue;Sender");
    });
});

describe("tasks that move dead letters", () => {
  it("bring them back to where they came from, as new messages", async () => {
    const account = fixture().newAccount();
    const queues = await pair(account);
    const other: Pair = { ...queues, source: await account.queue("other", await policyOf(account)) };
    await die(account, queues, ["a", "b"]);
    await die(account, other, ["c"]);
    const { TaskHandle } = await account.call("StartMessageMoveTask", { SourceArn: account.arn("dead") });
    assert.ok(TaskHandle !== undefined);
    await finished(account);
    assert.deepEqual(await account.call("ListMessageMoveTasks", { SourceArn: account.arn("dead") }), {
      Results: [
        {
          Status: "COMPLETED",
          SourceArn: account.arn("dead"),
          ApproximateNumberOfMessagesMoved: 3,
          ApproximateNumberOfMessagesToMove: 3,
          StartedTimestamp: fixture().clock.nowMs(),
        },
      ],
    });
    assert.deepEqual((await account.bodies(queues.source)).toSorted(), ["a", "b"]);
    assert.deepEqual(await account.bodies(other.source), ["c"]);
  });

  it("hold their rate, can be cancelled, and wait for one another", async () => {
    const account = fixture().newAccount();
    const queues = await pair(account);
    await account.queue("target");
    await die(account, queues, ["1", "2", "3", "4", "5"]);
    const start = {
      SourceArn: account.arn("dead"),
      DestinationArn: account.arn("target"),
      MaxNumberOfMessagesPerSecond: 1,
    };
    const { TaskHandle = "" } = await account.call("StartMessageMoveTask", start);
    await fixture().settle();
    assert.equal(
      (await account.refusal("StartMessageMoveTask", start)).message,
      "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
    );
    await fixture().clock.advance(1_000);
    await fixture().settle();
    const { Results: [running] = [] } = await account.call("ListMessageMoveTasks", { SourceArn: start.SourceArn });
    assert.deepEqual(
      [running?.Status, running?.TaskHandle, running?.ApproximateNumberOfMessagesMoved, running?.DestinationArn],
      ["RUNNING", TaskHandle, 2, start.DestinationArn],
    );
    assert.deepEqual(await account.call("CancelMessageMoveTask", { TaskHandle }), {
      ApproximateNumberOfMessagesMoved: 2,
    });
    const { Results: [cancelled] = [] } = await account.call("ListMessageMoveTasks", { SourceArn: start.SourceArn });
    assert.deepEqual([cancelled?.Status, cancelled?.TaskHandle], ["CANCELLED", undefined]);
    assert.equal(
      (await account.refusal("CancelMessageMoveTask", { TaskHandle })).type,
      "InvalidParameterValueException",
    );
    assert.equal((await account.bodies(queues.dead)).length, 3);
  });

  it("go on after a restart", async () => {
    const account = fixture().newAccount();
    const first = fixture().another();
    const queues = await pair(account);
    await die(account, queues, ["1", "2", "3"]);
    const start = { SourceArn: account.arn("dead"), MaxNumberOfMessagesPerSecond: 1 };
    await first.as(account).call("StartMessageMoveTask", start);
    await fixture().settle();
    await first.service.stop();
    const second = fixture().another();
    await second.service.start();
    for (let elapsedS = 0; elapsedS < 4; elapsedS++) {
      await fixture().settle();
      await fixture().clock.advance(1_000);
    }
    assert.equal((await account.bodies(queues.source)).length, 3);
    await second.service.stop();
  });

  it("fail, and say why, when their target is deleted or a message came from nowhere", async () => {
    const account = fixture().newAccount();
    const queues = await pair(account);
    const target = await account.queue("target");
    await die(account, queues, ["1", "2", "3"]);
    const SourceArn = account.arn("dead");
    const limited = { SourceArn, DestinationArn: account.arn("target"), MaxNumberOfMessagesPerSecond: 1 };
    await account.call("StartMessageMoveTask", limited);
    await fixture().settle();
    await account.call("DeleteQueue", { QueueUrl: target });
    await fixture().clock.advance(1_000);
    await fixture().settle();
    const reason = async (): Promise<unknown> => {
      const { Results: [task] = [] } = await account.call("ListMessageMoveTasks", { SourceArn });
      return [task?.Status, task?.FailureReason];
    };
    assert.deepEqual(await reason(), ["FAILED", "AWS.SimpleQueueService.NonExistentQueue"]);
    await account.call("PurgeQueue", { QueueUrl: queues.dead });
    await account.call("SendMessage", { QueueUrl: queues.dead, MessageBody: "from nowhere" });
    await fixture().clock.advance(1);
    await account.call("StartMessageMoveTask", { SourceArn });
    await finished(account);
    assert.deepEqual(await reason(), ["FAILED", "CouldNotDetermineMessageSource"]);
  });

  it("are refused where there is nothing to move", async () => {
    const account = fixture().newAccount();
    await pair(account);
    await account.queue("q");
    await account.queue("q.fifo");
    const SourceArn = account.arn("dead");
    const rows: readonly (readonly [object, string, string])[] = [
      [
        { SourceArn: account.arn("none") },
        "ResourceNotFoundException",
        "The resource that you specified for the SourceArn parameter doesn't exist.",
      ],
      [
        { SourceArn: account.arn("q") },
        "InvalidParameterValueException",
        "Source queue must be configured as a Dead Letter Queue.",
      ],
      [
        { SourceArn, DestinationArn: account.arn("none") },
        "ResourceNotFoundException",
        "The resource that you specified for the DestinationArn parameter doesn't exist.",
      ],
      [
        { SourceArn, DestinationArn: account.arn("q.fifo") },
        "InvalidParameterValueException",
        "Source queue and destination queue must be of the same type.",
      ],
      [
        { SourceArn, MaxNumberOfMessagesPerSecond: 501 },
        "InvalidParameterValueException",
        "Value 501 for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and 500, if provided.",
      ],
      [{}, "MissingRequiredParameterException", "The request must contain the parameter SourceArn."],
    ];
    for (const [input, type, message] of rows) {
      const refusal = await account.refusal("StartMessageMoveTask", input);
      assert.deepEqual([refusal.type, refusal.message], [type, message]);
    }
    const cancels: readonly (readonly [string, string])[] = [
      ["nonsense", "Value for parameter TaskHandle is invalid."],
      [handle("x", account.arn("none")), "The resource that you specified for the SourceArn parameter doesn't exist."],
      [handle("x", SourceArn), "Task does not exist."],
    ];
    for (const [TaskHandle, message] of cancels)
      assert.equal((await account.refusal("CancelMessageMoveTask", { TaskHandle })).message, message);
    assert.deepEqual(await account.call("ListMessageMoveTasks", { SourceArn }), {});
  });
});

function handle(id: string, arn: string): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn: arn })).toString("base64");
}

async function policyOf(account: Account): Promise<Readonly<Record<string, string>>> {
  const { Attributes = {} } = await account.call("GetQueueAttributes", {
    QueueUrl: `http://localhost:4566/${account.accountId}/source`,
    AttributeNames: ["RedrivePolicy", "VisibilityTimeout"],
  });
  return Attributes;
}

async function finished(account: Account): Promise<void> {
  for (;;) {
    const { Results: [task] = [] } = await account.call("ListMessageMoveTasks", { SourceArn: account.arn("dead") });
    if (task?.Status !== "RUNNING") return;
    await fixture().settle();
  }
}
