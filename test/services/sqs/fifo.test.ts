import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Account, useSqsService } from "./sqs-fixture.ts";

const fixture = useSqsService();

type Sent = Awaited<ReturnType<typeof send>>;

function send(account: Account, QueueUrl: string, group: string, id: string, body = id) {
  return account.call("SendMessage", {
    QueueUrl,
    MessageBody: body,
    MessageGroupId: group,
    MessageDeduplicationId: id,
  });
}

describe("FIFO queues", () => {
  it("number their messages, and tell group and deduplication", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q.fifo");
    const first = await send(account, QueueUrl, "g", "one");
    const second = await send(account, QueueUrl, "g", "two");
    assert.match(first.SequenceNumber ?? "", /^\d{20}$/);
    assert.ok((first.SequenceNumber ?? "") < (second.SequenceNumber ?? ""));
    const { Messages: [message] = [] } = await account.call("ReceiveMessage", { QueueUrl, AttributeNames: ["All"] });
    const now = String(fixture().clock.nowMs());
    assert.deepEqual(message?.Attributes, {
      SenderId: account.accountId,
      ApproximateFirstReceiveTimestamp: now,
      ApproximateReceiveCount: "1",
      SentTimestamp: now,
      SequenceNumber: first.SequenceNumber,
      MessageDeduplicationId: "one",
      MessageGroupId: "g",
    });
  });

  it("wake who waits when a group is freed, in order", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q.fifo");
    for (const id of ["1", "2"]) await send(account, QueueUrl, "g", id);
    const { Messages: [message] = [] } = await account.call("ReceiveMessage", { QueueUrl });
    assert.equal(message?.Body, "1");
    const waiting = account.bodies(QueueUrl, { WaitTimeSeconds: 20 });
    await fixture().settle();
    await account.call("DeleteMessage", { QueueUrl, ReceiptHandle: message.ReceiptHandle ?? "" });
    assert.deepEqual(await waiting, ["2"]);
  });

  it("accept a duplicate within five minutes and forget it", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q.fifo");
    const first: Sent = await send(account, QueueUrl, "g", "id", "a");
    await fixture().clock.advance(299_999);
    const duplicate: Sent = await send(account, QueueUrl, "other", "id", "b");
    assert.equal(duplicate.MessageId, first.MessageId);
    assert.equal(duplicate.SequenceNumber, first.SequenceNumber);
    await fixture().clock.advance(1);
    await send(account, QueueUrl, "g", "id", "c");
    assert.deepEqual(await account.bodies(QueueUrl), ["a", "c"]);
  });

  it("tell duplicates by their content, or within their group, when set so", async () => {
    const account = fixture().newAccount();
    const byContent = await account.queue("c.fifo", { ContentBasedDeduplication: "true" });
    const content = { QueueUrl: byContent, MessageBody: "same", MessageGroupId: "g" };
    await account.call("SendMessage", content);
    await account.call("SendMessage", { ...content, MessageGroupId: "h" });
    assert.deepEqual(await account.bodies(byContent), ["same"]);
    const byGroup = await account.queue("g.fifo", { DeduplicationScope: "messageGroup" });
    await send(account, byGroup, "g", "id");
    await send(account, byGroup, "h", "id");
    await send(account, byGroup, "h", "id");
    assert.deepEqual(await account.bodies(byGroup), ["id", "id"]);
  });

  it("refuse to delete by a receipt that has run out", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q.fifo", { VisibilityTimeout: "5" });
    await send(account, QueueUrl, "g", "1");
    const { Messages: [message] = [] } = await account.call("ReceiveMessage", { QueueUrl });
    const ReceiptHandle = message?.ReceiptHandle ?? "";
    await fixture().clock.advance(5_000);
    assert.deepEqual(await account.refusal("DeleteMessage", { QueueUrl, ReceiptHandle }), {
      status: 400,
      type: "InvalidParameterValueException",
      message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
      queryError: "InvalidParameterValue;Sender",
    });
    const batch = { QueueUrl, Entries: [{ Id: "a", ReceiptHandle }] };
    const { Failed, Successful } = await account.call("DeleteMessageBatch", batch);
    assert.deepEqual([Failed[0]?.Code, Successful], ["InvalidParameterValue", []]);
  });

  it("give the same messages for the same attempt", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q.fifo");
    for (const id of ["1", "2"]) await send(account, QueueUrl, "g", id);
    const attempt = { QueueUrl, MaxNumberOfMessages: 10, ReceiveRequestAttemptId: "attempt" };
    const first = await account.call("ReceiveMessage", attempt);
    assert.equal(first.Messages?.length, 2);
    await fixture().clock.advance(20_000);
    assert.deepEqual(await account.call("ReceiveMessage", attempt), first);
    await fixture().clock.advance(20_000);
    assert.deepEqual(await account.bodies(QueueUrl), [], "the visibility timeout began anew");
    const ReceiptHandle = first.Messages[0]?.ReceiptHandle ?? "";
    await account.call("DeleteMessage", { QueueUrl, ReceiptHandle });
    assert.deepEqual(await account.call("ReceiveMessage", attempt), {});
  });

  it("delay all messages alike", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q.fifo", { DelaySeconds: "5" });
    await send(account, QueueUrl, "g", "1");
    assert.deepEqual(await account.bodies(QueueUrl), []);
    await fixture().clock.advance(5_000);
    assert.deepEqual(await account.bodies(QueueUrl), ["1"]);
  });
});
