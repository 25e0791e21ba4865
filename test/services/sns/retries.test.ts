import assert from "node:assert/strict";
import test from "node:test";
import { TargetError } from "../../../src/base/index.ts";
import { EndpointUnreachable } from "../../../src/services/sns/index.ts";
import { type Account, useSnsService } from "./sns-fixture.ts";

const fixture = useSnsService();

/** A confirmed HTTP subscription at a URL of its own. */
async function httpSubscription(
  account: Account,
  topic: string,
  url: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { world, until } = fixture();
  const arn = await account.subscribe(topic, url, attributes);
  await until(() => world.at(url).length === 1);
  const { Token } = JSON.parse(world.bodies(url)[0] ?? "") as { Token: string };
  await account.open("ConfirmSubscription", { TopicArn: topic, Token });
  return arn;
}

/** Seconds between the attempts at a place, those of the confirmation left out. */
function gapsS(at: string, from = 0): number[] {
  const times = fixture()
    .world.attempts.filter((attempt) => attempt.at === at)
    .slice(from)
    .map(({ timeMs }) => timeMs);
  return times.slice(1).map((timeMs, index) => Math.round((timeMs - (times[index] ?? 0)) / 1_000));
}

/** Attempts are never earlier than planned; on a busy machine the test's clock may run ahead of them. */
function assertGapsS(actual: readonly number[], planned: readonly number[]): void {
  assert.equal(actual.length, planned.length);
  for (const [index, gap] of actual.entries()) assert.ok(gap >= (planned[index] ?? 0), JSON.stringify(actual));
}

test("an HTTP endpoint is tried four times, 20 seconds apart, and then the dead-letter queue gets the message", async () => {
  const { newAccount, world, passTimeUntil } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const url = "http://dead.example/1";
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: account.queue("dlq") });
  await httpSubscription(account, topic, url, { RedrivePolicy });
  world.behave(url, () => 503);
  const { MessageId } = await account.call("Publish", { TopicArn: topic, Message: "m" });
  await passTimeUntil(() => world.at(account.queue("dlq")).length === 1, 300);
  assertGapsS(gapsS(url, 1), [20, 20, 20]);
  const [letter] = world.bodies(account.queue("dlq"));
  assert.equal((JSON.parse(letter ?? "") as Record<string, string>)["MessageId"], MessageId);
});

test("a delivery policy decides how often and when", async () => {
  const { newAccount, world, passTimeUntil, reports } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const url = "http://dead.example/2";
  const healthyRetryPolicy = {
    minDelayTarget: 2,
    maxDelayTarget: 10,
    numRetries: 6,
    numNoDelayRetries: 1,
    numMinDelayRetries: 1,
    numMaxDelayRetries: 1,
  };
  await httpSubscription(account, topic, url, { DeliveryPolicy: JSON.stringify({ healthyRetryPolicy }) });
  world.behave(url, () => {
    throw new EndpointUnreachable("nobody listens");
  });
  await account.call("Publish", { TopicArn: topic, Message: "m" });
  await passTimeUntil(() => reports.some((report) => report.includes(topic)), 300);
  assertGapsS(gapsS(url, 1), [0, 2, 2, 6, 10, 10]);
  assert.match(
    reports.find((report) => report.includes(topic)) ?? "",
    /gave up message .* nobody listens; a RedrivePolicy/,
  );
});

for (const [status, attempts] of [
  [400, 1],
  [404, 1],
  [302, 1],
  [429, 4],
  [500, 4],
] as const)
  test(`an answer of ${status} makes ${attempts} attempts`, async () => {
    const { newAccount, world, passTimeUntil, reports } = fixture();
    const account = newAccount();
    const topic = await account.topic("t");
    const url = `http://status.example/${status}`;
    await httpSubscription(account, topic, url);
    world.behave(url, () => status);
    await account.call("Publish", { TopicArn: topic, Message: "m" });
    await passTimeUntil(() => reports.some((report) => report.includes(topic)), 300);
    assert.equal(gapsS(url, 1).length + 1, attempts);
  });

test("queues and functions are tried at once, then after seconds, then for weeks", async () => {
  const { newAccount, world, passTimeUntil } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  await account.subscribe(topic, account.queue("q"), { RawMessageDelivery: "true" });
  world.behave(account.queue("q"), (attempt) => {
    if (attempt === 20) return 200;
    throw new TargetError("ServiceUnavailable", "later", { retryable: true });
  });
  await account.call("Publish", { TopicArn: topic, Message: "m" });
  await passTimeUntil(() => world.at(account.queue("q")).length === 1, 1000);
  const growing = [1, 1, 1, 1, 2, 2, 3, 6, 10, 20];
  assertGapsS(gapsS(account.queue("q")), [0, 0, 0, 1, 1, ...growing, 20, 20, 20, 20, 20]);
});

test("a queue that is gone is not tried again", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: account.queue("dlq") });
  const FilterPolicy = '{"a":["x"]}';
  await account.subscribe(topic, account.queue("q"), { RawMessageDelivery: "true", RedrivePolicy, FilterPolicy });
  world.behave(account.queue("q"), () => {
    throw new TargetError("AWS.SimpleQueueService.NonExistentQueue", "it is gone", { retryable: false });
  });
  const MessageAttributes = { a: { DataType: "String", StringValue: "x" } };
  await account.call("Publish", { TopicArn: topic, Message: "bare", MessageAttributes });
  await until(() => world.at(account.queue("dlq")).length === 1);
  assert.equal(world.attempts.filter(({ at }) => at === account.queue("q")).length, 1);
  const [letter] = world.at(account.queue("dlq"));
  assert.equal(letter?.body, "bare");
  assert.deepEqual(letter?.message?.attributes, { a: { dataType: "String", stringValue: "x" } });
});

test("a dead-letter queue that is busy is tried again, and one that is gone is reported", async () => {
  const { newAccount, world, passTimeUntil, reports } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  for (const name of ["busy", "gone"]) {
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: account.queue(`${name}-dlq`) });
    await account.subscribe(topic, account.queue(name), { RawMessageDelivery: "true", RedrivePolicy });
    world.behave(account.queue(name), () => {
      throw new TargetError("NonExistentQueue", "no queue", { retryable: false });
    });
    world.behave(account.queue(`${name}-dlq`), (attempt) => {
      if (name === "busy" && attempt === 4) return 200;
      throw new TargetError("Trouble", "no dead-letter queue", { retryable: name === "busy" });
    });
  }
  await account.call("Publish", { TopicArn: topic, Message: "m" });
  await passTimeUntil(() => world.at(account.queue("busy-dlq")).length === 1, 100);
  assert.equal(world.attempts.filter(({ at }) => at === account.queue("busy")).length, 1);
  const report = reports.find((text) => text.includes(topic)) ?? "";
  assert.match(report, /no queue; and its dead-letter queue did not take it: no dead-letter queue/);
});

test("a subscriber that never answers does not hold up the others", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const url = "http://silent.example/";
  await httpSubscription(account, topic, url);
  const never = Promise.withResolvers<number>();
  world.behave(url, () => never.promise);
  await account.subscribe(topic, account.queue("q"), { RawMessageDelivery: "true" });
  const messages = Array.from({ length: 300 }, (_, index) => `m${index}`);
  for (const Message of messages) await account.call("Publish", { TopicArn: topic, Message });
  await until(() => world.at(account.queue("q")).length === messages.length);
  never.resolve(200);
});

test("an endpoint gets no more messages a second than its policy says", async () => {
  const { newAccount, world, passTimeUntil } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const url = "http://slow.example/";
  const DeliveryPolicy = JSON.stringify({ throttlePolicy: { maxReceivesPerSecond: 2 } });
  await httpSubscription(account, topic, url, { DeliveryPolicy });
  for (const Message of ["1", "2", "3", "4", "5"]) await account.call("Publish", { TopicArn: topic, Message });
  await passTimeUntil(() => world.at(url).length === 6, 60);
  const times = world
    .at(url)
    .slice(1)
    .map(({ timeMs }) => timeMs);
  assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) >= 1_500, JSON.stringify(times));
});

test("an HTTP endpoint gets headers that tell what comes, and the content type of its policy", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const url = "http://head.example/";
  const DeliveryPolicy = JSON.stringify({ requestPolicy: { headerContentType: "application/json" } });
  const arn = await httpSubscription(account, topic, url, { DeliveryPolicy, RawMessageDelivery: "true" });
  const { MessageId } = await account.call("Publish", { TopicArn: topic, Message: '{"a":1}' });
  await until(() => world.at(url).length === 2);
  const [confirmation, notification] = world.at(url);
  assert.equal(confirmation?.request?.headers["x-amz-sns-message-type"], "SubscriptionConfirmation");
  assert.equal(confirmation?.request?.headers["Content-Type"], "text/plain; charset=UTF-8");
  assert.equal(confirmation?.request?.headers["x-amz-sns-rawdelivery"], undefined);
  assert.equal(notification?.body, '{"a":1}');
  assert.equal(notification?.request?.timeoutMs, 15_000);
  assert.deepEqual(notification?.request?.headers, {
    "x-amz-sns-message-type": "Notification",
    "x-amz-sns-message-id": MessageId,
    "x-amz-sns-topic-arn": topic,
    "x-amz-sns-subscription-arn": arn,
    "x-amz-sns-rawdelivery": "true",
    "Content-Type": "application/json",
    "User-Agent": "Amazon Simple Notification Service Agent",
    "Accept-Encoding": "gzip,deflate",
  });
});
