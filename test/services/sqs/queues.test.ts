import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { useSqsService } from "./sqs-fixture.ts";

const fixture = useSqsService();

describe("queues", () => {
  it("are made once, and found by those who ask for the same", async () => {
    const account = fixture().newAccount();
    const url = await account.queue("q", { VisibilityTimeout: "20" });
    assert.equal(url, `http://localhost:4566/${account.accountId}/q`);
    assert.equal(await account.queue("q", { VisibilityTimeout: "20" }), url);
    assert.equal(await account.queue("q"), url);
    assert.deepEqual(await account.refusal("CreateQueue", { QueueName: "q", Attributes: { DelaySeconds: "5" } }), {
      status: 400,
      type: "QueueNameExists",
      message: "A queue already exists with the same name and a different value for attribute DelaySeconds",
      queryError: "QueueAlreadyExists;Sender",
    });
    assert.deepEqual(await account.call("GetQueueUrl", { QueueName: "q" }), { QueueUrl: url });
    const missing = {
      status: 400,
      type: "QueueDoesNotExist",
      queryError: "AWS.SimpleQueueService.NonExistentQueue;Sender",
    };
    const message = "The specified queue does not exist.";
    assert.deepEqual(await account.refusal("GetQueueUrl", { QueueName: "other" }), { ...missing, message });
    assert.deepEqual(await fixture().newAccount().refusal("GetQueueUrl", { QueueName: "q" }), { ...missing, message });
  });

  it("have the attributes of the service", async () => {
    const account = fixture().newAccount();
    const nowS = String(Math.floor(fixture().clock.nowMs() / 1_000));
    const QueueUrl = await account.queue("q");
    const common = {
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
      ApproximateNumberOfMessagesDelayed: "0",
      CreatedTimestamp: nowS,
      LastModifiedTimestamp: nowS,
      VisibilityTimeout: "30",
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "345600",
      DelaySeconds: "0",
      ReceiveMessageWaitTimeSeconds: "0",
      SqsManagedSseEnabled: "true",
    };
    assert.deepEqual(await account.call("GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] }), {
      Attributes: { QueueArn: account.arn("q"), ...common },
    });
    assert.deepEqual(await account.call("GetQueueAttributes", { QueueUrl, AttributeNames: ["QueueArn"] }), {
      Attributes: { QueueArn: account.arn("q") },
    });
    assert.deepEqual(await account.call("GetQueueAttributes", { QueueUrl }), {});
    const fifo = await account.queue("q.fifo", {
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
    });
    assert.deepEqual(await account.call("GetQueueAttributes", { QueueUrl: fifo, AttributeNames: ["All"] }), {
      Attributes: {
        QueueArn: account.arn("q.fifo"),
        ...common,
        FifoQueue: "true",
        ContentBasedDeduplication: "false",
        DeduplicationScope: "messageGroup",
        FifoThroughputLimit: "perMessageGroupId",
      },
    });
  });

  it("change what is given and nothing else, and remember it", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q", { DelaySeconds: "3" });
    await fixture().clock.advance(5_000);
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await account.call("SetQueueAttributes", { QueueUrl, Attributes: { KmsMasterKeyId: "key", Policy } });
    const AttributeNames = ["All"] as const;
    const { Attributes: after = {} } = await account.call("GetQueueAttributes", { QueueUrl, AttributeNames });
    assert.equal(Number(after["LastModifiedTimestamp"]) - Number(after["CreatedTimestamp"]), 5);
    assert.deepEqual(
      [after["DelaySeconds"], after["Policy"], after["KmsMasterKeyId"], after["SqsManagedSseEnabled"]],
      ["3", Policy, "key", "false"],
    );
    assert.equal(after["KmsDataKeyReusePeriodSeconds"], "300");
    await account.call("SetQueueAttributes", { QueueUrl, Attributes: { KmsMasterKeyId: "", Policy: "" } });
    const restarted = fixture().another().as(account);
    const { Attributes: last = {} } = await restarted.call("GetQueueAttributes", { QueueUrl, AttributeNames });
    assert.deepEqual([last["Policy"], last["KmsMasterKeyId"], last["DelaySeconds"]], [undefined, undefined, "3"]);
  });

  it("are listed by name, in pages when asked for", async () => {
    const account = fixture().newAccount();
    assert.deepEqual(await account.call("ListQueues", {}), {});
    for (const name of ["b", "a", "ab", "c.fifo"]) await account.queue(name);
    const urlOf = (name: string): string => `http://localhost:4566/${account.accountId}/${name}`;
    assert.deepEqual(await account.call("ListQueues", {}), { QueueUrls: ["a", "ab", "b", "c.fifo"].map(urlOf) });
    assert.deepEqual(await account.call("ListQueues", { QueueNamePrefix: "a" }), { QueueUrls: ["a", "ab"].map(urlOf) });
    const first = await account.call("ListQueues", { MaxResults: 3 });
    assert.deepEqual(first.QueueUrls, ["a", "ab", "b"].map(urlOf));
    const second = await account.call("ListQueues", { MaxResults: 3, NextToken: first.NextToken });
    assert.deepEqual(second, { QueueUrls: [urlOf("c.fifo")] });
  });

  it("are gone at once when deleted, and their name rests for a minute", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    await account.call("SendMessage", { QueueUrl, MessageBody: "old" });
    await account.call("DeleteQueue", { QueueUrl });
    assert.equal((await account.refusal("SendMessage", { QueueUrl, MessageBody: "x" })).type, "QueueDoesNotExist");
    assert.deepEqual(await account.refusal("CreateQueue", { QueueName: "q" }), {
      status: 400,
      type: "QueueDeletedRecently",
      message: "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
      queryError: "AWS.SimpleQueueService.QueueDeletedRecently;Sender",
    });
    await fixture().clock.advance(60_000);
    await account.queue("q");
    assert.deepEqual(await account.bodies(QueueUrl), []);
  });

  it("are purged once a minute", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    await account.call("SendMessage", { QueueUrl, MessageBody: "old" });
    await account.call("PurgeQueue", { QueueUrl });
    await account.call("SendMessage", { QueueUrl, MessageBody: "new" });
    assert.deepEqual(await account.bodies(QueueUrl, { VisibilityTimeout: 0 }), ["new"]);
    assert.deepEqual(await account.refusal("PurgeQueue", { QueueUrl }), {
      status: 403,
      type: "PurgeQueueInProgress",
      message: "Only one PurgeQueue operation on q is allowed every 60 seconds.",
      queryError: "AWS.SimpleQueueService.PurgeQueueInProgress;Sender",
    });
    await fixture().clock.advance(60_000);
    await account.call("PurgeQueue", { QueueUrl });
  });

  it("carry tags", async () => {
    const account = fixture().newAccount();
    const { QueueUrl = "" } = await account.call("CreateQueue", { QueueName: "q", tags: { a: "1" } });
    await account.call("TagQueue", { QueueUrl, Tags: { b: "2", c: "" } });
    await account.call("UntagQueue", { QueueUrl, TagKeys: ["a", "z"] });
    assert.deepEqual(await account.call("ListQueueTags", { QueueUrl }), { Tags: { b: "2", c: "" } });
    const tooMany = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ""]));
    assert.match((await account.refusal("TagQueue", { QueueUrl, Tags: tooMany })).message, /Too many tags/);
  });

  it("keep permissions as statements of their policy", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    const add = { QueueUrl, Label: "one", AWSAccountIds: ["111111111111"], Actions: ["ReceiveMessage"] };
    await account.call("AddPermission", add);
    await account.call("AddPermission", {
      ...add,
      Label: "two",
      AWSAccountIds: ["111111111111", "222222222222"],
      Actions: ["SendMessage", "*"],
    });
    const { Attributes } = await account.call("GetQueueAttributes", { QueueUrl, AttributeNames: ["Policy"] });
    assert.deepEqual(JSON.parse(Attributes?.["Policy"] ?? ""), {
      Version: "2008-10-17",
      Id: `${account.arn("q")}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: "one",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111111111111:root" },
          Action: "SQS:ReceiveMessage",
          Resource: account.arn("q"),
        },
        {
          Sid: "two",
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"] },
          Action: ["SQS:SendMessage", "SQS:*"],
          Resource: account.arn("q"),
        },
      ],
    });
    assert.equal(
      (await account.refusal("AddPermission", add)).message,
      "Value one for parameter Label is invalid. Reason: Already exists.",
    );
    await account.call("RemovePermission", { QueueUrl, Label: "one" });
    await account.call("RemovePermission", { QueueUrl, Label: "two" });
    assert.equal(
      (await account.refusal("RemovePermission", { QueueUrl, Label: "two" })).message,
      "Value two for parameter Label is invalid. Reason: can't find label.",
    );
    const after = await account.call("GetQueueAttributes", { QueueUrl, AttributeNames: ["Policy"] });
    assert.deepEqual(after, { Attributes: {} });
  });

  it("can be made by many at once without losing what was sent meanwhile", async () => {
    const account = fixture().newAccount();
    const bodies = Array.from({ length: 8 }, (_, index) => `${index}`);
    const work = bodies.map(async (MessageBody) => {
      const QueueUrl = await account.queue("q");
      await account.call("SendMessage", { QueueUrl, MessageBody });
      return QueueUrl;
    });
    const [url = ""] = await Promise.all(work);
    assert.deepEqual((await account.bodies(url)).toSorted(), bodies);
  });

  it("can be changed by many at once without losing a change", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    const keys = Array.from({ length: 8 }, (_, index) => `k${index}`);
    await Promise.all(keys.map((key) => account.call("TagQueue", { QueueUrl, Tags: { [key]: "" } })));
    const { Tags = {} } = await account.call("ListQueueTags", { QueueUrl });
    assert.deepEqual(Object.keys(Tags).toSorted(), keys);
  });
});
