import assert from "node:assert/strict";
import test from "node:test";
import { type Account, useSnsService } from "./sns-fixture.ts";

const fixture = useSnsService();

async function token(url: string): Promise<string> {
  const { world, until } = fixture();
  await until(() => world.at(url).length > 0);
  return (JSON.parse(world.bodies(url).at(-1) ?? "") as { Token: string }).Token;
}

async function shown(account: Account, TopicArn: string): Promise<readonly (string | undefined)[]> {
  const { Subscriptions = [] } = await account.call("ListSubscriptionsByTopic", { TopicArn });
  return Subscriptions.map(({ SubscriptionArn }) => SubscriptionArn);
}

test("a queue of the same account is subscribed at once, and once", async () => {
  const account = fixture().newAccount();
  const topic = await account.topic("t");
  const arn = await account.subscribe(topic, account.queue("q"), { RawMessageDelivery: "true" });
  assert.match(arn, new RegExp(`^${topic}:[\\da-f-]{36}$`));
  assert.equal(await account.subscribe(topic, account.queue("q")), arn);
  await assert.rejects(account.subscribe(topic, account.queue("q"), { RawMessageDelivery: "false" }), {
    message: "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
  });
  const { Attributes } = await account.call("GetSubscriptionAttributes", { SubscriptionArn: arn });
  assert.deepEqual(Attributes, {
    SubscriptionPrincipal: `arn:aws:iam::${account.scope.accountId}:root`,
    Owner: account.scope.accountId,
    RawMessageDelivery: "true",
    TopicArn: topic,
    Endpoint: account.queue("q"),
    Protocol: "sqs",
    PendingConfirmation: "false",
    ConfirmationWasAuthenticated: "true",
    SubscriptionArn: arn,
  });
});

test("a queue of another account has to confirm", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const queue = "arn:aws:sqs:eu-west-1:999988887777:q";
  await account.subscribe(topic, queue);
  await until(() => world.at(queue).length === 1);
  assert.deepEqual(await shown(account, topic), ["PendingConfirmation"]);
  await account.open("ConfirmSubscription", { TopicArn: topic, Token: await token(queue) });
  await account.call("Publish", { TopicArn: topic, Message: "m" });
  await until(() => world.at(queue).length === 2);
});

test("an endpoint gets nothing until it confirmed, and subscribing again asks it again", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const url = "http://confirm.example/";
  const input = { TopicArn: topic, Protocol: "http", Endpoint: url };
  assert.deepEqual(await account.call("Subscribe", input), { SubscriptionArn: "pending confirmation" });
  const first = await token(url);
  const pending = await account.subscribe(topic, url);
  await assert.rejects(account.open("Unsubscribe", { SubscriptionArn: pending }), { message: /pending subscriptions/ });
  await account.call("Publish", { TopicArn: topic, Message: "lost" });
  await account.call("Subscribe", input);
  await until(() => world.at(url).length === 3);
  assert.equal(await token(url), first);
  assert.match(first, /^[\da-f]{288}$/);
  const confirmed = await account.open("ConfirmSubscription", { TopicArn: topic, Token: first });
  assert.deepEqual(await account.open("ConfirmSubscription", { TopicArn: topic, Token: first }), confirmed);
  const { Attributes } = await account.call("GetSubscriptionAttributes", {
    SubscriptionArn: confirmed.SubscriptionArn ?? "",
  });
  assert.equal(Attributes?.["ConfirmationWasAuthenticated"], "false");
  await account.call("Publish", { TopicArn: topic, Message: "comes" });
  await until(() => world.at(url).length === 4);
  assert.match(world.bodies(url)[3] ?? "", /"Message" : "comes"/);
});

test("a token is void after two days, and the subscription gone", async () => {
  const { newAccount, clock } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  await account.subscribe(topic, "http://late.example/");
  const Token = await token("http://late.example/");
  await clock.advance(2 * 24 * 60 * 60 * 1000 + 1);
  await assert.rejects(account.open("ConfirmSubscription", { TopicArn: topic, Token }), {
    message: "Invalid parameter: Token",
  });
  assert.deepEqual(await shown(account, topic), []);
});

test("who opens the link ends the subscription until it is restored; its owner ends it for good", async () => {
  const { newAccount, world, until } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  const url = "http://end.example/";
  const SubscriptionArn = await account.subscribe(topic, url);
  await account.open("ConfirmSubscription", { TopicArn: topic, Token: await token(url) });
  await account.open("Unsubscribe", { SubscriptionArn });
  await account.open("Unsubscribe", { SubscriptionArn });
  assert.deepEqual(await shown(account, topic), ["Deleted"]);
  await assert.rejects(account.call("GetSubscriptionAttributes", { SubscriptionArn }), {
    message: "Subscription does not exist",
  });
  await until(() => world.at(url).length === 2);
  await account.open("ConfirmSubscription", { TopicArn: topic, Token: await token(url) });
  assert.deepEqual(await shown(account, topic), [SubscriptionArn]);
  await account.call("Unsubscribe", { SubscriptionArn });
  assert.deepEqual(await shown(account, topic), []);
  const { Attributes } = await account.call("GetTopicAttributes", { TopicArn: topic });
  assert.equal(Attributes?.["SubscriptionsDeleted"], "1");
  await account.call("Unsubscribe", { SubscriptionArn });
});

test("with AuthenticateOnUnsubscribe the link ends nothing", async () => {
  const account = fixture().newAccount();
  const topic = await account.topic("t");
  const url = "http://guarded.example/";
  const SubscriptionArn = await account.subscribe(topic, url);
  const input = { TopicArn: topic, Token: await token(url), AuthenticateOnUnsubscribe: "true" };
  await assert.rejects(account.open("ConfirmSubscription", input), { code: "AuthorizationErrorException" });
  await account.call("ConfirmSubscription", input);
  await assert.rejects(account.open("Unsubscribe", { SubscriptionArn }), { code: "AuthorizationErrorException" });
  await account.call("Unsubscribe", { SubscriptionArn });
});

test("attributes are set one by one", async () => {
  const account = fixture().newAccount();
  const topic = await account.topic("t");
  const SubscriptionArn = await account.subscribe(topic, account.queue("q"));
  const set = (AttributeName: string, AttributeValue?: string): Promise<unknown> =>
    account.call("SetSubscriptionAttributes", { SubscriptionArn, AttributeName, AttributeValue });
  const attributes = async (): Promise<Readonly<Record<string, string>>> =>
    (await account.call("GetSubscriptionAttributes", { SubscriptionArn })).Attributes ?? {};
  await set("FilterPolicyScope", "MessageBody");
  assert.equal((await attributes())["FilterPolicyScope"], undefined);
  await set("FilterPolicy", '{"a":{"b":["x"]}}');
  assert.equal((await attributes())["FilterPolicyScope"], "MessageBody");
  await assert.rejects(set("FilterPolicyScope", "MessageAttributes"), {
    message: "Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy",
  });
  await set("FilterPolicy", "{}");
  assert.equal((await attributes())["FilterPolicy"], undefined);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: account.queue("dlq") });
  await set("RedrivePolicy", RedrivePolicy);
  assert.equal((await attributes())["RedrivePolicy"], RedrivePolicy);
  await set("RedrivePolicy", "");
  assert.equal((await attributes())["RedrivePolicy"], undefined);
});

test("an HTTP subscription shows the delivery policy that holds", async () => {
  const account = fixture().newAccount();
  const topic = await account.topic("t");
  const DeliveryPolicy = '{"healthyRetryPolicy":{"numRetries":5},"throttlePolicy":{"maxReceivesPerSecond":1}}';
  const SubscriptionArn = await account.subscribe(topic, "http://policy.example/", { DeliveryPolicy });
  const { Attributes } = await account.call("GetSubscriptionAttributes", { SubscriptionArn });
  const effective = JSON.parse(Attributes?.["EffectiveDeliveryPolicy"] ?? "") as Record<string, unknown>;
  assert.deepEqual(effective["throttlePolicy"], { maxReceivesPerSecond: 1 });
  assert.equal((effective["healthyRetryPolicy"] as Record<string, unknown>)["numRetries"], 5);
});

test("mail and text messages are kept as subscriptions; a text message is given up and said so", async () => {
  const { newAccount, until, reports } = fixture();
  const account = newAccount();
  const topic = await account.topic("t");
  for (const [Protocol, Endpoint, SubscriptionArn] of [
    ["email", "a@example.com", /^pending confirmation$/],
    ["email-json", "a@example.com", /^pending confirmation$/],
    ["sms", "+15551234567", /^arn:/],
  ] as const)
    assert.match(
      (await account.call("Subscribe", { TopicArn: topic, Protocol, Endpoint })).SubscriptionArn ?? "",
      SubscriptionArn,
    );
  await account.call("Publish", { TopicArn: topic, Message: "m" });
  await until(() => reports.some((report) => report.includes(topic) && report.includes("does not deliver by sms")));
});

test("a topic has at most 200 filter policies", async () => {
  const account = fixture().newAccount();
  const topic = await account.topic("t");
  const FilterPolicy = '{"a":["x"]}';
  for (let index = 0; index < 200; index += 1)
    await account.subscribe(topic, account.queue(`q${index}`), { FilterPolicy });
  await assert.rejects(account.subscribe(topic, account.queue("more"), { FilterPolicy }), {
    code: "FilterPolicyLimitExceededException",
  });
  await account.subscribe(topic, account.queue("more"));
});
