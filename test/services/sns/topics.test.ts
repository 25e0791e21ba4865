import assert from "node:assert/strict";
import test from "node:test";
import { type Account, useSnsService } from "./sns-fixture.ts";

const fixture = useSnsService();

async function attributes(account: Account, TopicArn: string): Promise<Readonly<Record<string, string>>> {
  return (await account.call("GetTopicAttributes", { TopicArn })).Attributes ?? {};
}

test("a topic is made once, and answered the next time", async () => {
  const account = fixture().newAccount();
  const Attributes = { DisplayName: "Shown", SignatureVersion: "2" };
  const Tags = [
    { Key: "a", Value: "1" },
    { Key: "b", Value: "2" },
  ];
  const first = await account.call("CreateTopic", { Name: "t", Attributes, Tags });
  assert.equal(first.TopicArn, `arn:aws:sns:eu-west-1:${account.scope.accountId}:t`);
  assert.deepEqual(await account.call("CreateTopic", { Name: "t" }), first);
  assert.deepEqual(await account.call("CreateTopic", { Name: "t", Attributes, Tags: Tags.slice(1) }), first);
  await assert.rejects(account.call("CreateTopic", { Name: "t", Attributes: { DisplayName: "Other" } }), {
    message: "Invalid parameter: Attributes Reason: Topic already exists with different attributes",
  });
  await assert.rejects(account.call("CreateTopic", { Name: "t", Tags: [{ Key: "a", Value: "9" }] }), {
    message: "Invalid parameter: Tags Reason: Topic already exists with different tags",
  });
});

test("a new topic has the attributes that AWS gives it", async () => {
  const account = fixture().newAccount();
  const topic = await account.topic("t");
  const { Policy = "", EffectiveDeliveryPolicy = "", ...rest } = await attributes(account, topic);
  assert.deepEqual(rest, {
    DisplayName: "",
    Owner: account.scope.accountId,
    SubscriptionsConfirmed: "0",
    SubscriptionsDeleted: "0",
    SubscriptionsPending: "0",
    TopicArn: topic,
  });
  assert.equal((JSON.parse(Policy) as { Id: string }).Id, "__default_policy_ID");
  assert.deepEqual(JSON.parse(EffectiveDeliveryPolicy), {
    http: {
      defaultHealthyRetryPolicy: {
        minDelayTarget: 20,
        maxDelayTarget: 20,
        numRetries: 3,
        numMaxDelayRetries: 0,
        numNoDelayRetries: 0,
        numMinDelayRetries: 0,
        backoffFunction: "linear",
      },
      disableSubscriptionOverrides: false,
      defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8" },
    },
  });
});

test("attributes are set one by one, and some are taken away by nothing", async () => {
  const account = fixture().newAccount();
  const TopicArn = await account.topic("t.fifo", { FifoTopic: "true" });
  const set = (AttributeName: string, AttributeValue?: string): Promise<unknown> =>
    account.call("SetTopicAttributes", { TopicArn, AttributeName, AttributeValue });
  await set("ContentBasedDeduplication", "true");
  await set("DisplayName", "x");
  await set("KmsMasterKeyId", "key");
  await set("DeliveryPolicy", '{"http":{"defaultHealthyRetryPolicy":{"numRetries":9}}}');
  await set("SQSSuccessFeedbackSampleRate", "100");
  const after = await attributes(account, TopicArn);
  assert.equal(after["FifoTopic"], "true");
  assert.equal(after["ContentBasedDeduplication"], "true");
  assert.equal(after["KmsMasterKeyId"], "key");
  assert.match(after["EffectiveDeliveryPolicy"] ?? "", /"numRetries":9/);
  await set("KmsMasterKeyId", "");
  await set("DeliveryPolicy");
  const last = await attributes(account, TopicArn);
  assert.equal(last["KmsMasterKeyId"], undefined);
  assert.match(last["EffectiveDeliveryPolicy"] ?? "", /"numRetries":3/);
});

test("topics and their attributes survive a restart, and regions and accounts are apart", async () => {
  const { newAccount, restart } = fixture();
  const account = newAccount();
  const other = newAccount();
  const topic = await account.topic("t", { DisplayName: "kept" });
  await account.subscribe(topic, account.queue("q"), { FilterPolicy: '{"a":["x"]}' });
  await restart();
  assert.equal((await attributes(account, topic))["DisplayName"], "kept");
  assert.equal((await attributes(account, topic))["SubscriptionsConfirmed"], "1");
  assert.deepEqual((await other.call("ListTopics", {})).Topics, []);
  await assert.rejects(attributes(other, topic), { code: "AuthorizationErrorException" });
  await assert.rejects(account.call("GetTopicAttributes", { TopicArn: topic.replace("eu-west-1", "us-east-1") }), {
    message: "Invalid parameter: TopicArn",
  });
});

test("a deleted topic is gone with its subscriptions, and deleting it again is no error", async () => {
  const account = fixture().newAccount();
  const TopicArn = await account.topic("t");
  const kept = await account.topic("kept");
  await account.subscribe(TopicArn, account.queue("q"));
  await account.subscribe(kept, account.queue("q"));
  await account.call("DeleteTopic", { TopicArn });
  await account.call("DeleteTopic", { TopicArn });
  await assert.rejects(attributes(account, TopicArn), { message: "Topic does not exist" });
  const { Subscriptions = [] } = await account.call("ListSubscriptions", {});
  assert.deepEqual(
    Subscriptions.map((subscription) => subscription.TopicArn),
    [kept],
  );
});

test("lists come a hundred at a time, whoever comes and goes meanwhile", async () => {
  const account = fixture().newAccount();
  const names = Array.from({ length: 101 }, (_, index) => `t${String(index).padStart(3, "0")}`);
  await Promise.all(names.map((name) => account.topic(name)));
  const first = await account.call("ListTopics", {});
  assert.equal(first.Topics?.length, 100);
  await account.call("DeleteTopic", { TopicArn: first.Topics?.at(-1)?.TopicArn ?? "" });
  const second = await account.call("ListTopics", { NextToken: first.NextToken });
  assert.deepEqual(
    second.Topics?.map(({ TopicArn = "" }) => TopicArn.split(":")[5]),
    ["t100"],
  );
  assert.equal(second.NextToken, undefined);
});

test("tags are added, changed and taken away", async () => {
  const account = fixture().newAccount();
  const ResourceArn = await account.topic("t");
  const tags = async (): Promise<unknown> => (await account.call("ListTagsForResource", { ResourceArn })).Tags;
  await account.call("TagResource", {
    ResourceArn,
    Tags: [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "" },
    ],
  });
  await account.call("TagResource", { ResourceArn, Tags: [{ Key: "a", Value: "2" }] });
  await account.call("UntagResource", { ResourceArn, TagKeys: ["b", "never"] });
  assert.deepEqual(await tags(), [{ Key: "a", Value: "2" }]);
});

test("permissions are statements of the policy", async () => {
  const account = fixture().newAccount();
  const TopicArn = await account.topic("t");
  const statements = async (): Promise<readonly Record<string, unknown>[]> => {
    const { Policy = "" } = await attributes(account, TopicArn);
    return (JSON.parse(Policy) as { Statement: Record<string, unknown>[] }).Statement;
  };
  const one = { TopicArn, Label: "one", AWSAccountId: ["111122223333"], ActionName: ["Publish"] };
  await account.call("AddPermission", one);
  await account.call("AddPermission", {
    TopicArn,
    Label: "two",
    AWSAccountId: ["111122223333", "444455556666"],
    ActionName: ["Publish", "Subscribe"],
  });
  assert.deepEqual((await statements()).slice(1), [
    {
      Sid: "one",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "SNS:Publish",
      Resource: TopicArn,
    },
    {
      Sid: "two",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root"] },
      Action: ["SNS:Publish", "SNS:Subscribe"],
      Resource: TopicArn,
    },
  ]);
  await assert.rejects(account.call("AddPermission", one), {
    message: "Invalid parameter: Statement already exists",
  });
  await account.call("RemovePermission", { TopicArn, Label: "one" });
  await account.call("RemovePermission", { TopicArn, Label: "never" });
  assert.deepEqual(
    (await statements()).map(({ Sid }) => Sid),
    ["__default_statement_ID", "two"],
  );
});

test("a data protection policy is kept", async () => {
  const account = fixture().newAccount();
  const DataProtectionPolicy = '{"Statement":[{"DataDirection":"Inbound"}]}';
  const { TopicArn: ResourceArn = "" } = await account.call("CreateTopic", { Name: "t", DataProtectionPolicy });
  assert.deepEqual(await account.call("GetDataProtectionPolicy", { ResourceArn }), { DataProtectionPolicy });
  await account.call("PutDataProtectionPolicy", { ResourceArn, DataProtectionPolicy: "" });
  assert.deepEqual(await account.call("GetDataProtectionPolicy", { ResourceArn }), {});
});

test("many writers of one topic do not lose each other's changes", async () => {
  const account = fixture().newAccount();
  const ResourceArn = await account.topic("t");
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      account.call("TagResource", { ResourceArn, Tags: [{ Key: `k${index}`, Value: "v" }] }),
    ),
  );
  assert.equal((await account.call("ListTagsForResource", { ResourceArn })).Tags?.length, 40);
});
