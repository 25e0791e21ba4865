import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { useSqsService } from "./sqs-fixture.ts";

const fixture = useSqsService();

describe("who waits for messages", () => {
  it("gets one as soon as it is sent, and one message wakes one", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    const waiting = [1, 2].map(() => account.bodies(QueueUrl, { WaitTimeSeconds: 20 }));
    await fixture().settle();
    await account.call("SendMessage", { QueueUrl, MessageBody: "a" });
    const winner = await Promise.race(waiting);
    assert.deepEqual(winner, ["a"]);
    await account.call("SendMessage", { QueueUrl, MessageBody: "b" });
    assert.deepEqual((await Promise.all(waiting)).flat().toSorted(), ["a", "b"]);
  });

  it("is answered with nothing when the time is over", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q", { ReceiveMessageWaitTimeSeconds: "7" });
    let over = false;
    const waiting = account.bodies(QueueUrl).finally(() => {
      over = true;
    });
    await fixture().settle();
    await fixture().clock.advance(6_999);
    assert.equal(over, false);
    await fixture().clock.advance(1);
    assert.deepEqual(await waiting, []);
    assert.deepEqual(await account.bodies(QueueUrl, { WaitTimeSeconds: 0 }), []);
  });

  it("gets what becomes visible by itself: a delayed message, a receipt that runs out", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q", { VisibilityTimeout: "4" });
    await account.call("SendMessage", { QueueUrl, MessageBody: "a", DelaySeconds: 3 });
    const first = account.bodies(QueueUrl, { WaitTimeSeconds: 20 });
    await fixture().settle();
    await fixture().clock.advance(3_000);
    assert.deepEqual(await first, ["a"]);
    const second = account.bodies(QueueUrl, { WaitTimeSeconds: 20 });
    await fixture().settle();
    await fixture().clock.advance(4_000);
    assert.deepEqual(await second, ["a"]);
  });

  it("gets what is delayed or given back while it waits", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    const first = account.bodies(QueueUrl, { WaitTimeSeconds: 20 });
    await fixture().settle();
    await account.call("SendMessage", { QueueUrl, MessageBody: "a", DelaySeconds: 2 });
    await fixture().clock.advance(2_000);
    assert.deepEqual(await first, ["a"]);
    await fixture().clock.advance(30_000);
    const { Messages: [message] = [] } = await account.call("ReceiveMessage", { QueueUrl });
    const ReceiptHandle = message?.ReceiptHandle ?? "";
    const second = account.bodies(QueueUrl, { WaitTimeSeconds: 20 });
    await fixture().settle();
    await account.call("ChangeMessageVisibility", { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    assert.deepEqual(await second, ["a"]);
  });

  it("is many, and each gets one of many messages", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    const waiting = Array.from({ length: 10 }, () =>
      account.bodies(QueueUrl, { WaitTimeSeconds: 20, MaxNumberOfMessages: 1 }),
    );
    await fixture().settle();
    const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: `${index}`, MessageBody: `${index}` }));
    await account.call("SendMessageBatch", { QueueUrl, Entries });
    assert.deepEqual(
      (await Promise.all(waiting)).flat().toSorted(),
      Entries.map(({ Id }) => Id),
    );
  });

  it("leaves its message to the next when it goes away", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    const gone = new AbortController();
    const left = account.call("ReceiveMessage", { QueueUrl, WaitTimeSeconds: 20 }, gone.signal);
    const stays = account.bodies(QueueUrl, { WaitTimeSeconds: 20 });
    await fixture().settle();
    gone.abort();
    await left;
    await account.call("SendMessage", { QueueUrl, MessageBody: "a" });
    assert.deepEqual(await stays, ["a"]);
  });

  it("is sent away when the server stops", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    const other = fixture().another();
    const waiting = other.as(account).bodies(QueueUrl, { WaitTimeSeconds: 20 });
    await fixture().settle();
    await other.service.stop();
    assert.deepEqual(await waiting, []);
  });
});
