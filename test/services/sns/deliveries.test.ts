import assert from "node:assert/strict";
import { verify, X509Certificate } from "node:crypto";
import test from "node:test";
import { TargetError } from "../../../src/base/index.ts";
import { useSnsService } from "./sns-fixture.ts";

const fixture = useSnsService();

async function certificateOf(url: string): Promise<X509Certificate> {
  const name = url.slice(url.lastIndexOf("/") + 1);
  return new X509Certificate((await fixture().service().certificate(name)) ?? "");
}

function parsed(body: string): Record<string, string> {
  return JSON.parse(body) as Record<string, string>;
}

test("a queue gets the message in an envelope, as AWS writes it", async () => {
  const { newAccount, world, until, clock } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const queue = account.queue("q");
  const subscription = await account.subscribe(topic, queue);
  const { MessageId } = await account.call("Publish", {
    TopicArn: topic,
    Message: 'Grüße, "World"\n',
    Subject: "A subject",
    MessageAttributes: {
      number: { DataType: "Number", StringValue: "5.5" },
      bytes: { DataType: "Binary", BinaryValue: Buffer.from("\u0001x") },
    },
  });
  await until(() => world.at(queue).length === 1);
  const [arrival] = world.at(queue);
  const { Signature, SigningCertURL } = parsed(arrival?.body ?? "");
  assert.equal(
    arrival?.body,
    [
      "{",
      '  "Type" : "Notification",',
      `  "MessageId" : "${MessageId}",`,
      `  "TopicArn" : "${topic}",`,
      '  "Subject" : "A subject",',
      '  "Message" : "Grüße, \\"World\\"\\n",',
      `  "Timestamp" : "${new Date(clock.nowMs()).toISOString()}",`,
      '  "SignatureVersion" : "1",',
      `  "Signature" : "${Signature}",`,
      `  "SigningCertURL" : "${SigningCertURL}",`,
      `  "UnsubscribeURL" : "http://localhost:4566/?Action=Unsubscribe&SubscriptionArn=${subscription}",`,
      '  "MessageAttributes" : {',
      '    "number" : {"Type":"Number","Value":"5.5"},',
      '    "bytes" : {"Type":"Binary","Value":"AXg="}',
      "  }",
      "}",
    ].join("\n"),
  );
  assert.match(
    SigningCertURL ?? "",
    /^http:\/\/localhost:4566\/_hearth\/sns\/SimpleNotificationService-[\da-f]{32}\.pem$/,
  );
  assert.deepEqual(arrival?.message?.attributes, {});
  assert.deepEqual(arrival?.sender, { principal: "sns.amazonaws.com", sourceArn: topic, scope: account.scope });
});

for (const [version, hash] of [
  ["1", "sha1"],
  ["2", "sha256"],
] as const)
  test(`messages of signature version ${version} are signed with ${hash}`, async () => {
    const { newAccount, world, until } = fixture();
    const account = newAccount();
    const topic = await account.topic("t", { SignatureVersion: version });
    await account.subscribe(topic, account.queue("q"));
    await account.call("Publish", { TopicArn: topic, Message: "m", Subject: "s" });
    await account.call("Publish", { TopicArn: topic, Message: "n" });
    await until(() => world.at(account.queue("q")).length === 2);
    for (const body of world.bodies(account.queue("q"))) {
      const message = parsed(body);
      const text = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
        .filter((name) => message[name] !== undefined)
        .map((name) => `${name}\n${message[name]}\n`)
        .join("");
      const certificate = await certificateOf(message["SigningCertURL"] ?? "");
      const signature = Buffer.from(message["Signature"] ?? "", "base64");
      assert.equal(message["SignatureVersion"], version);
      assert.ok(verify(hash, Buffer.from(text), certificate.publicKey, signature));
      assert.ok(!verify(hash, Buffer.from(`${text}x`), certificate.publicKey, signature));
      assert.ok(certificate.verify(certificate.publicKey));
    }
  });

test("raw delivery to a queue sends text and attributes bare", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  await account.subscribe(topic, account.queue("q"), { RawMessageDelivery: "TRUE" });
  const MessageAttributes = { a: { DataType: "String", StringValue: "x" } };
  await account.call("Publish", { TopicArn: topic, Message: "bare", MessageAttributes, MessageGroupId: "g" });
  await until(() => world.at(account.queue("q")).length === 1);
  const [arrival] = world.at(account.queue("q"));
  assert.equal(arrival?.body, "bare");
  assert.deepEqual(arrival?.message?.attributes, { a: { dataType: "String", stringValue: "x" } });
  assert.equal(arrival?.message?.groupId, "g");
});

test("a raw message with more than ten attributes is refused by the queue's side for ever", async () => {
  const { newAccount, world, until, reports } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  await account.subscribe(topic, account.queue("q"), { RawMessageDelivery: "true" });
  const eleven = Array.from({ length: 11 }, (_, index) => [`a${index}`, { DataType: "String", StringValue: "x" }]);
  await account.call("Publish", { TopicArn: topic, Message: "m", MessageAttributes: Object.fromEntries(eleven) });
  await until(() => reports.some((report) => report.includes(topic) && report.includes("more than 10 attributes")));
  assert.deepEqual(world.at(account.queue("q")), []);
});

test("a function gets the event of a trigger, with an id of its own for all attempts", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const subscription = await account.subscribe(topic, account.function("f"));
  world.behave(account.function("f"), (attempt) => {
    if (attempt > 0) return 200;
    throw new TargetError("TooManyRequestsException", "later", { retryable: true });
  });
  await account.call("Publish", { TopicArn: topic, Message: "m" }, { headers: { "x-amzn-trace-id": "Root=1" } });
  await until(() => world.at(account.function("f")).length === 1);
  const [arrival] = world.at(account.function("f"));
  const event = JSON.parse(arrival?.body ?? "") as { Records: [Record<string, unknown> & { Sns: object }] };
  assert.deepEqual(Object.keys(event.Records[0]), ["EventSource", "EventVersion", "EventSubscriptionArn", "Sns"]);
  assert.equal(event.Records[0]["EventSubscriptionArn"], subscription);
  assert.deepEqual(Object.keys(event.Records[0].Sns), [
    "Type",
    "MessageId",
    "TopicArn",
    "Subject",
    "Message",
    "Timestamp",
    "SignatureVersion",
    "Signature",
    "SigningCertUrl",
    "UnsubscribeUrl",
    "MessageAttributes",
  ]);
  assert.match(arrival?.invocation?.requestId ?? "", /^[\da-f-]{36}$/);
  assert.equal(arrival?.sender?.traceHeader, "Root=1");
});

test("each protocol gets its own text, and the others the default", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  await account.subscribe(topic, account.queue("q"), { RawMessageDelivery: "true" });
  await account.subscribe(topic, account.function("f"));
  const Message = JSON.stringify({ default: "for all", sqs: "for queues", number: 5 });
  await account.call("Publish", { TopicArn: topic, Message, MessageStructure: "json" });
  await until(() => world.at(account.queue("q")).length + world.at(account.function("f")).length === 2);
  assert.deepEqual(world.bodies(account.queue("q")), ["for queues"]);
  assert.match(world.bodies(account.function("f"))[0] ?? "", /"Message":"for all"/);
});

test("subscriptions get what passes their filter", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  await account.subscribe(topic, account.queue("all"), { RawMessageDelivery: "true" });
  await account.subscribe(topic, account.queue("red"), {
    RawMessageDelivery: "true",
    FilterPolicy: '{"colour":["red"]}',
  });
  await account.subscribe(topic, account.queue("big"), {
    RawMessageDelivery: "true",
    FilterPolicyScope: "MessageBody",
    FilterPolicy: '{"size":[{"numeric":[">",5]}]}',
  });
  const red = { colour: { DataType: "String", StringValue: "red" } };
  for (const size of [1, 10])
    for (const MessageAttributes of [{}, red])
      await account.call("Publish", { TopicArn: topic, Message: JSON.stringify({ size }), MessageAttributes });
  await until(() => world.at(account.queue("all")).length === 4);
  await until(() => world.at(account.queue("red")).length === 2);
  await until(() => world.at(account.queue("big")).length === 2);
  assert.deepEqual(world.bodies(account.queue("red")).toSorted(), ['{"size":10}', '{"size":1}'].toSorted());
  assert.deepEqual(world.bodies(account.queue("big")), ['{"size":10}', '{"size":10}']);
});

test("what was accepted is delivered by the next server", async () => {
  const { newAccount, world, until, restart, service } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  await account.subscribe(topic, account.queue("q"), { RawMessageDelivery: "true" });
  await service().stop(0);
  for (const Message of ["one", "two"]) await account.call("Publish", { TopicArn: topic, Message });
  assert.deepEqual(world.bodies(account.queue("q")), []);
  await restart();
  await until(() => world.at(account.queue("q")).length === 2);
  assert.deepEqual(world.bodies(account.queue("q")).toSorted(), ["one", "two"]);
});

test("a deleted subscription gets nothing more, not even what waits", async () => {
  const { newAccount, world, passTimeUntil, until, clock } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const subscription = await account.subscribe(topic, account.queue("q"));
  await account.subscribe(topic, account.queue("other"));
  world.behave(account.queue("q"), () => {
    throw new TargetError("ServiceUnavailable", "later", { retryable: true });
  });
  await account.call("Publish", { TopicArn: topic, Message: "m" });
  await passTimeUntil(() => world.attempts.filter(({ at }) => at === account.queue("q")).length === 5, 100);
  await account.call("Unsubscribe", { SubscriptionArn: subscription });
  await clock.advance(60_000);
  await account.call("Publish", { TopicArn: topic, Message: "n" });
  await until(() => world.at(account.queue("other")).length === 2);
  assert.equal(world.attempts.filter(({ at }) => at === account.queue("q")).length, 5);
});
