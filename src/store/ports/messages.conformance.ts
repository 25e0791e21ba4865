import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import {
  type Current,
  ids,
  message,
  type MessageStoreUnderTest,
  NOW,
  query,
  received,
  RETENTION_MS,
} from "./message-samples.ts";
import { orderedQueues } from "./ordered-messages.conformance.ts";
import { MessageQueueMissing } from "./messages.ts";

/** The contract of `MessageStore` as tests; each gets an empty store from `open`. */
export function messageStoreConformance(adapter: string, open: () => Promise<MessageStoreUnderTest>): void {
  describe(`${adapter} keeps the contract of MessageStore`, () => {
    let under: MessageStoreUnderTest;
    beforeEach(async () => {
      under = await open();
      await under.messages.createQueue("q", { ordered: false, retentionMs: RETENTION_MS });
      await under.messages.createQueue("fifo", { ordered: true, retentionMs: RETENTION_MS });
      await under.messages.createQueue("dead", { ordered: false, retentionMs: RETENTION_MS });
    });
    afterEach(() => under.close());
    const current: Current = () => ({ messages: under.messages, under });
    contents(current);
    visibility(current);
    deletion(current);
    counting(current);
    deadLetters(current);
    expiry(current);
    forgetting(current);
    orderedQueues(current);
  });
}

function contents(current: Current): void {
  it("gives back what was sent, whatever the text", async () => {
    const { messages, under } = current();
    const body = "é 😀 \u2028 'quoted' \" \t\r\n \ufffd";
    await messages.send("q", [message("a", { body, details: '{"x":"é"}' })], NOW);
    const store = await under.reopen();
    const { messages: got } = await store.receive("q", query({ nowMs: NOW + 5 }));
    assert.equal(got.length, 1);
    const { sequence, ...rest } = got[0] ?? assert.fail();
    assert.ok(Number.isSafeInteger(sequence));
    assert.deepEqual(rest, {
      messageId: "a",
      body,
      details: '{"x":"é"}',
      epoch: 1,
      groupId: undefined,
      sentMs: NOW,
      firstReceivedMs: NOW + 5,
      receiveCount: 1,
      deadLetterSource: undefined,
    });
  });

  it("keeps messages of a mebibyte", async () => {
    const { messages } = current();
    const body = "x".repeat(1_048_576);
    await messages.send("q", [message("a", { body }), message("b", { body })], NOW);
    const got = await messages.receive("q", query());
    assert.deepEqual(
      got.messages.map((each) => each.body.length),
      [1_048_576, 1_048_576],
    );
  });

  it("refuses every operation on a queue that is not there", async () => {
    const { messages } = current();
    const attempts: (() => Promise<unknown>)[] = [
      () => messages.send("none", [message("a")], NOW),
      () => messages.receive("none", query()),
      () => messages.receiveAgain("none", [], { nowMs: NOW, invisibleUntilMs: NOW }),
      () => messages.delete("none", [], NOW),
      () => messages.changeVisibility("none", [], { nowMs: NOW, limitMs: 1 }),
      () => messages.redrive("none", { nowMs: NOW, messageIds: ["a"] }),
      () => messages.counts("none", NOW),
      () => messages.purgeQueue("none"),
      () => messages.setRetention("none", 1),
    ];
    for (const attempt of attempts) await assert.rejects(attempt, MessageQueueMissing);
    await messages.deleteQueue("none");
  });
}

function visibility(current: Current): void {
  it("hides what was received until its time, and counts the receipts across a restart", async () => {
    const { messages, under } = current();
    await messages.send("q", [message("a"), message("b")], NOW);
    assert.deepEqual(await received(messages, "q", { limit: 1 }), ["a"]);
    const store = await under.reopen();
    assert.deepEqual(await received(store, "q"), ["b"]);
    const empty = await store.receive("q", query());
    assert.deepEqual(empty.messages, []);
    assert.equal(empty.nextVisibleMs, NOW + 30_000);
    const again = await store.receive("q", query({ nowMs: NOW + 30_000 }));
    assert.deepEqual(ids(again.messages), ["a", "b"]);
    assert.deepEqual(
      again.messages.map(({ epoch, receiveCount, firstReceivedMs }) => [epoch, receiveCount, firstReceivedMs]),
      [
        [2, 2, NOW],
        [2, 2, NOW],
      ],
    );
  });

  it("holds back what is delayed", async () => {
    const { messages } = current();
    await messages.send("q", [message("a", { visibleAtMs: NOW + 5_000 })], NOW);
    const early = await messages.receive("q", query({ nowMs: NOW + 4_999 }));
    assert.deepEqual([early.messages, early.nextVisibleMs], [[], NOW + 5_000]);
    assert.deepEqual(await received(messages, "q", { nowMs: NOW + 5_000 }), ["a"]);
  });

  it("receives each message once where it does not become invisible", async () => {
    const { messages } = current();
    await messages.send("q", [message("a"), message("b")], NOW);
    for (let round = 0; round < 3; round++)
      assert.deepEqual(await received(messages, "q", { invisibleUntilMs: NOW }), ["a", "b"]);
  });

  it("changes the visibility of the last receipt alone", async () => {
    const { messages } = current();
    await messages.send("q", [message("a")], NOW);
    const [first = assert.fail()] = (await messages.receive("q", query())).messages;
    const times = { nowMs: NOW + 1, limitMs: 43_200_000 };
    const change = (epoch: number, invisibleUntilMs: number, nowMs = NOW + 1): Promise<readonly string[]> =>
      messages.changeVisibility("q", [{ sequence: first.sequence, epoch, invisibleUntilMs }], { ...times, nowMs });
    assert.deepEqual(await change(1, NOW + 43_200_001), ["too-long"]);
    assert.deepEqual(await change(1, NOW + 60_000), ["changed"]);
    assert.deepEqual(await received(messages, "q", { nowMs: NOW + 30_000 }), []);
    assert.deepEqual(await change(1, NOW + 1), ["changed"]);
    assert.deepEqual(await change(1, NOW + 5_000), ["changed"], "it was not received since");
    assert.deepEqual(await received(messages, "q", { nowMs: NOW + 4_999 }), []);
    assert.deepEqual(await received(messages, "q", { nowMs: NOW + 5_000 }), ["a"]);
    assert.deepEqual(await change(1, NOW + 60_000), ["stale"]);
    assert.deepEqual(await messages.delete("q", [{ sequence: first.sequence, epoch: 2 }], NOW + 2), ["deleted"]);
    assert.deepEqual(await change(2, NOW + 60_000), ["gone"]);
  });

  it("puts no more in flight than may be", async () => {
    const { messages, under } = current();
    await messages.send("q", [message("a"), message("b"), message("c")], NOW);
    assert.deepEqual(await received(messages, "q", { inFlightMax: 2 }), ["a", "b"]);
    const store = await under.reopen();
    const full = await store.receive("q", query({ inFlightMax: 2 }));
    assert.deepEqual([full.messages, full.inFlightFull], [[], true]);
    assert.deepEqual(await received(store, "q", { inFlightMax: 2, nowMs: NOW + 31_000 }), ["c", "a"]);
  });

  it("gives the same messages again under the same receipts, unless something happened to one", async () => {
    const { messages } = current();
    await messages.send("q", [message("a"), message("b")], NOW);
    const { messages: first } = await messages.receive("q", query());
    const times = { nowMs: NOW + 20_000, invisibleUntilMs: NOW + 50_000 };
    assert.deepEqual(await messages.receiveAgain("q", first, times), first);
    assert.deepEqual(await received(messages, "q", { nowMs: NOW + 40_000 }), []);
    await messages.delete("q", first.slice(0, 1), NOW + 40_000);
    assert.deepEqual(await messages.receiveAgain("q", first, times), []);
  });
}

function deletion(current: Current): void {
  it("deletes by the last receipt, even when it has run out", async () => {
    const { messages, under } = current();
    await messages.send("q", [message("a"), message("b")], NOW);
    const { messages: first } = await messages.receive("q", query());
    const { messages: second } = await messages.receive("q", query({ nowMs: NOW + 30_000, limit: 1 }));
    assert.deepEqual(await messages.delete("q", first, NOW + 70_000), ["stale", "deleted"]);
    assert.deepEqual(await messages.delete("q", [...second, ...second], NOW + 70_000), ["deleted", "gone"]);
    assert.deepEqual(await messages.delete("dead", first, NOW), ["gone", "gone"]);
    const store = await under.reopen();
    assert.deepEqual(await received(store, "q", { nowMs: NOW + 90_000 }), []);
    assert.deepEqual(await store.counts("q", NOW + 90_000), { visible: 0, inFlight: 0, delayed: 0 });
  });
}

function counting(current: Current): void {
  it("counts what is visible, in flight and delayed, across a restart", async () => {
    const { messages, under } = current();
    const delayed = message("d", { visibleAtMs: NOW + 10_000 });
    await messages.send("q", [message("a"), message("b"), message("c"), delayed], NOW);
    await messages.receive("q", query({ limit: 1, invisibleUntilMs: NOW + 20_000 }));
    const expected = { visible: 2, inFlight: 1, delayed: 1 };
    assert.deepEqual(await messages.counts("q", NOW), expected);
    const store = await under.reopen();
    assert.deepEqual(await store.counts("q", NOW), expected);
    assert.deepEqual(await store.counts("q", NOW + 10_000), { visible: 3, inFlight: 1, delayed: 0 });
    assert.deepEqual(await store.counts("q", NOW + 20_000), { visible: 4, inFlight: 0, delayed: 0 });
    assert.deepEqual(await store.counts("dead", NOW), { visible: 0, inFlight: 0, delayed: 0 });
  });
}

function deadLetters(current: Current): void {
  it("moves away what was received too often, and says where it came from", async () => {
    const { messages } = current();
    const deadLetter = { queue: "dead", receivesMax: 2, source: "arn:q" };
    await messages.send("q", [message("a"), message("b")], NOW);
    for (const nowMs of [NOW, NOW + 30_000])
      assert.deepEqual(await received(messages, "q", { nowMs, limit: 1, deadLetter, invisibleUntilMs: nowMs }), ["a"]);
    const third = await messages.receive("q", query({ nowMs: NOW + 60_000, deadLetter }));
    assert.deepEqual([ids(third.messages), third.deadLetters], [["b"], 1]);
    const [dead = assert.fail()] = (await messages.receive("dead", query({ nowMs: NOW + 60_000 }))).messages;
    assert.deepEqual(
      [dead.messageId, dead.receiveCount, dead.epoch, dead.deadLetterSource, dead.sentMs, dead.firstReceivedMs],
      ["a", 3, 1, "arn:q", NOW, NOW],
    );
    assert.deepEqual(await messages.counts("dead", NOW + 60_000), { visible: 0, inFlight: 1, delayed: 0 });
  });

  it("goes on delivering where the dead-letter queue is gone", async () => {
    const { messages } = current();
    await messages.send("q", [message("a")], NOW);
    const deadLetter = { queue: "none", receivesMax: 1, source: "arn:q" };
    for (const nowMs of [NOW, NOW + 30_000])
      assert.deepEqual(await received(messages, "q", { nowMs, deadLetter }), ["a"]);
  });

  it("moves messages to another queue as new ones", async () => {
    const { messages } = current();
    await messages.send("dead", [message("a"), message("b"), message("c")], NOW);
    const nowMs = NOW + 100;
    const first = await messages.redrive("dead", { nowMs, messageIds: ["x", "y"], target: "q" });
    assert.deepEqual(first, { moved: 2, targets: ["q"], sourceUnknown: false });
    assert.deepEqual(await messages.counts("dead", nowMs), { visible: 1, inFlight: 0, delayed: 0 });
    const { messages: got } = await messages.receive("q", query({ nowMs }));
    assert.deepEqual(
      got.map(({ messageId, body, sentMs, receiveCount }) => [messageId, body, sentMs, receiveCount]),
      [
        ["x", "body of a", nowMs, 1],
        ["y", "body of b", nowMs, 1],
      ],
    );
    const lost = messages.redrive("dead", { nowMs, messageIds: ["z"], target: "none" });
    await assert.rejects(lost, MessageQueueMissing);
    assert.deepEqual(await received(messages, "dead", { nowMs }), ["c"]);
  });

  it("moves messages back to where they came from, and stops at one that came from nowhere", async () => {
    const { messages } = current();
    const deadLetter = { queue: "dead", receivesMax: 1, source: "arn:q" };
    await messages.send("q", [message("a")], NOW);
    await received(messages, "q", { deadLetter, invisibleUntilMs: NOW });
    await received(messages, "q", { deadLetter, nowMs: NOW + 1 });
    await messages.send("dead", [message("b", { visibleAtMs: NOW + 2 })], NOW + 2);
    const request = { nowMs: NOW + 2, messageIds: ["x", "y"], targetBySource: { "arn:q": "q" } };
    assert.deepEqual(await messages.redrive("dead", request), { moved: 1, targets: ["q"], sourceUnknown: true });
    assert.deepEqual(await received(messages, "q", { nowMs: NOW + 2 }), ["x"]);
  });
}

function expiry(current: Current): void {
  it("never delivers what is too old, and removes it in steps", async () => {
    const { messages } = current();
    const old = Array.from({ length: 1_200 }, (_, index) => message(`old ${index}`));
    for (let from = 0; from < old.length; from += 400) await messages.send("q", old.slice(from, from + 400), NOW);
    await messages.send("q", [message("young", { visibleAtMs: NOW + 2 })], NOW + 2);
    const nowMs = NOW + RETENTION_MS + 1;
    const first = await messages.receive("q", query({ nowMs }));
    assert.deepEqual([first.messages, first.unfinished], [[], true]);
    for (let removed = 1; removed > 0;) {
      removed = await messages.expire(nowMs);
      assert.ok(removed <= 1_000, "a step was too large");
    }
    assert.deepEqual(await messages.counts("q", nowMs), { visible: 1, inFlight: 0, delayed: 0 });
    assert.deepEqual(await received(messages, "q", { nowMs }), ["young"]);
    await messages.setRetention("q", 1_000);
    assert.equal(await messages.expire(nowMs), 1);
  });
}

function forgetting(current: Current): void {
  it("forgets the messages of a purged and of a deleted queue at once", async () => {
    const { messages } = current();
    await messages.send("q", [message("a"), message("b")], NOW);
    const { messages: taken } = await messages.receive("q", query({ limit: 1 }));
    await messages.purgeQueue("q");
    assert.deepEqual(await messages.counts("q", NOW), { visible: 0, inFlight: 0, delayed: 0 });
    assert.deepEqual(await messages.delete("q", taken, NOW), ["gone"]);
    await messages.send("q", [message("c")], NOW);
    assert.deepEqual(await received(messages, "q", { nowMs: NOW + 90_000 }), ["c"]);
    await messages.deleteQueue("q");
    await assert.rejects(messages.counts("q", NOW), MessageQueueMissing);
    await messages.createQueue("q", { ordered: false, retentionMs: RETENTION_MS });
    assert.deepEqual(await received(messages, "q", { nowMs: NOW + 900_000 }), []);
    assert.equal(await messages.expire(NOW), 3);
    assert.equal(await messages.expire(NOW), 0);
  });
}
