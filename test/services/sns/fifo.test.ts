import assert from "node:assert/strict";
import test from "node:test";
import { TargetError } from "../../../src/base/index.ts";
import { useSnsService } from "./sns-fixture.ts";

const fixture = useSnsService();
const RAW = { RawMessageDelivery: "true" };
const FIFO = { FifoTopic: "true" };
const later = (): never => {
  throw new TargetError("ServiceUnavailable", "later", { retryable: true });
};

test("messages carry the topic's numbers, and queues get group and identity", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t.fifo", { ...FIFO, ContentBasedDeduplication: "true" });
  const queue = account.queue("q.fifo");
  await account.subscribe(topic, queue);
  const first = await account.call("Publish", { TopicArn: topic, Message: "m", MessageGroupId: "g" });
  const second = await account.call("Publish", {
    TopicArn: topic,
    Message: "n",
    MessageGroupId: "g",
    MessageDeduplicationId: "own",
  });
  await until(() => world.at(queue).length === 2);
  assert.match(first.SequenceNumber ?? "", /^1\d{19}$/);
  assert.ok(BigInt(second.SequenceNumber ?? 0) > BigInt(first.SequenceNumber ?? 0));
  const [one, other] = world.at(queue);
  assert.equal(one?.message?.groupId, "g");
  assert.equal(one?.message?.deduplicationId, "62c66a7a5dd70c3146618063c344e531e6d4b59e379808443ce962b3abd63c5a");
  assert.equal(other?.message?.deduplicationId, "own");
  const body = JSON.parse(one?.body ?? "") as Record<string, string>;
  assert.deepEqual(Object.keys(body), [
    "Type",
    "MessageId",
    "SequenceNumber",
    "TopicArn",
    "Message",
    "Timestamp",
    "UnsubscribeURL",
  ]);
  assert.equal(body["SequenceNumber"], first.SequenceNumber);
});

test("a standard queue of a FIFO topic gets no identity, which it would not take", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t.fifo", FIFO);
  await account.subscribe(topic, account.queue("q"), RAW);
  await account.call("Publish", {
    TopicArn: topic,
    Message: "m",
    MessageGroupId: "g",
    MessageDeduplicationId: "d",
  });
  await until(() => world.at(account.queue("q")).length === 1);
  assert.equal(world.at(account.queue("q"))[0]?.message?.deduplicationId, undefined);
});

test("a message that fails holds up its group, and no other group or queue", async () => {
  const { newAccount, world, passTimeUntil, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t.fifo", { ...FIFO, ContentBasedDeduplication: "true" });
  for (const name of ["q.fifo", "other.fifo"]) await account.subscribe(topic, account.queue(name), RAW);
  let held = true;
  world.behave(account.queue("q.fifo"), (_attempt, body) => (held && body === "a1" ? later() : 200));
  for (const [MessageGroupId, Message] of [
    ["a", "a1"],
    ["a", "a2"],
    ["b", "b1"],
    ["a", "a3"],
    ["b", "b2"],
  ] as const)
    await account.call("Publish", { TopicArn: topic, Message, MessageGroupId });
  const ofGroup = (name: string, group: string): readonly string[] =>
    world.bodies(account.queue(name)).filter((body) => body.startsWith(group));
  await until(() => world.bodies(account.queue("other.fifo")).length === 5);
  assert.deepEqual(ofGroup("other.fifo", "a"), ["a1", "a2", "a3"]);
  await passTimeUntil(() => world.attempts.filter(({ at }) => at === account.queue("q.fifo")).length > 8, 200);
  assert.deepEqual(ofGroup("q.fifo", "a"), []);
  assert.deepEqual(ofGroup("q.fifo", "b"), ["b1", "b2"]);
  held = false;
  await passTimeUntil(() => ofGroup("q.fifo", "a").length === 3, 200);
  assert.deepEqual(ofGroup("q.fifo", "a"), ["a1", "a2", "a3"]);
});

test("the order survives a restart in the middle of retries", async () => {
  const { newAccount, world, passTimeUntil, restart } = fixture();
  const account = newAccount();
  const topic = await account.topic("t.fifo", { ...FIFO, ContentBasedDeduplication: "true" });
  const queue = account.queue("q.fifo");
  await account.subscribe(topic, queue, RAW);
  let held = true;
  world.behave(queue, () => (held ? later() : 200));
  const first = ["1", "2", "3"];
  for (const Message of first) await account.call("Publish", { TopicArn: topic, Message, MessageGroupId: "g" });
  await passTimeUntil(() => world.attempts.filter(({ at }) => at === queue).length > 5, 200);
  await restart();
  const more = ["4", "5"];
  for (const Message of more) await account.call("Publish", { TopicArn: topic, Message, MessageGroupId: "g" });
  held = false;
  await passTimeUntil(() => world.at(queue).length === 5, 300);
  assert.deepEqual(world.bodies(queue), [...first, ...more]);
});

test("a message that is refused goes to the dead letters, and the next one follows", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t.fifo", { ...FIFO, ContentBasedDeduplication: "true" });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: account.queue("dlq.fifo") });
  await account.subscribe(topic, account.queue("q.fifo"), { ...RAW, RedrivePolicy });
  world.behave(account.queue("q.fifo"), (_attempt, body) => {
    if (body === "bad") throw new TargetError("InvalidMessageContents", "no", { retryable: false });
    return 200;
  });
  for (const Message of ["bad", "good"])
    await account.call("Publish", { TopicArn: topic, Message, MessageGroupId: "g" });
  await until(() => world.bodies(account.queue("q.fifo")).length === 1);
  assert.deepEqual(world.bodies(account.queue("dlq.fifo")), ["bad"]);
  assert.equal(world.at(account.queue("dlq.fifo"))[0]?.message?.groupId, "g");
});

test("a message that was published within five minutes is accepted again, but not delivered", async () => {
  const { newAccount, world, until, clock, restart } = fixture();
  const account = newAccount();
  const topic = await account.topic("t.fifo", FIFO);
  const queue = account.queue("q.fifo");
  await account.subscribe(topic, queue, RAW);
  const input = { TopicArn: topic, MessageGroupId: "g", MessageDeduplicationId: "d" };
  const first = await account.call("Publish", { ...input, Message: "1" });
  assert.deepEqual(await account.call("Publish", { ...input, Message: "2" }), first);
  await restart();
  assert.deepEqual(await account.call("Publish", { ...input, Message: "3", MessageGroupId: "h" }), first);
  await clock.advance(5 * 60_000 + 1);
  const last = await account.call("Publish", { ...input, Message: "4" });
  assert.notEqual(last.MessageId, first.MessageId);
  await until(() => world.at(queue).length === 2);
  assert.deepEqual(world.bodies(queue), ["1", "4"]);
});

test("within a batch too, and by group where the topic says so", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t.fifo", { ...FIFO, FifoThroughputScope: "MessageGroup" });
  const queue = account.queue("q.fifo");
  await account.subscribe(topic, queue, RAW);
  const { Successful = [] } = await account.call("PublishBatch", {
    TopicArn: topic,
    PublishBatchRequestEntries: [
      ["1", "g"],
      ["2", "g"],
      ["3", "h"],
    ].map(([Id = "", MessageGroupId = ""]) => ({ Id, Message: Id, MessageGroupId, MessageDeduplicationId: "d" })),
  });
  assert.equal(Successful[1]?.MessageId, Successful[0]?.MessageId);
  await until(() => world.at(queue).length === 2);
  assert.deepEqual(world.bodies(queue).toSorted(), ["1", "3"]);
});

test("numbers rise across restarts", async () => {
  const { newAccount, restart } = fixture();
  const account = newAccount();
  const topic = await account.topic("t.fifo", { ...FIFO, ContentBasedDeduplication: "true" });
  const numbers: bigint[] = [];
  for (const Message of ["1", "2", "3"]) {
    const { SequenceNumber } = await account.call("Publish", { TopicArn: topic, Message, MessageGroupId: "g" });
    numbers.push(BigInt(SequenceNumber ?? 0));
    await restart();
  }
  assert.deepEqual(
    numbers,
    numbers.toSorted((one, other) => (one < other ? -1 : 1)),
  );
  assert.equal(new Set(numbers).size, 3);
});

test("a topic made anew has had no messages", async () => {
  const { newAccount } = fixture();
  const account = newAccount();
  const input = { Message: "m", MessageGroupId: "g", MessageDeduplicationId: "d" };
  const topic = await account.topic("t.fifo", FIFO);
  const first = await account.call("Publish", { TopicArn: topic, ...input });
  await account.call("DeleteTopic", { TopicArn: topic });
  await account.topic("t.fifo", FIFO);
  const second = await account.call("Publish", { TopicArn: topic, ...input });
  assert.notEqual(second.MessageId, first.MessageId);
});

test("many publishers of one group are each delivered once, in the order of their numbers", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t.fifo", { ...FIFO, ContentBasedDeduplication: "true" });
  const queue = account.queue("q.fifo");
  await account.subscribe(topic, queue);
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, index) =>
      account.call("Publish", { TopicArn: topic, Message: `m${index}`, MessageGroupId: "g" }),
    ),
  );
  await until(() => world.at(queue).length === 120);
  const numbers = world.bodies(queue).map((body) => (JSON.parse(body) as Record<string, string>)["SequenceNumber"]);
  assert.deepEqual(
    numbers,
    answers.map(({ SequenceNumber = "" }) => SequenceNumber).toSorted((one, other) => one.localeCompare(other)),
  );
});
