import assert from "node:assert/strict";
import { it } from "node:test";
import { type Current, ids, message, NOW, query, received, RETENTION_MS } from "./message-samples.ts";
import type { MessageStore, NewMessage } from "./messages.ts";

const of = (groupId: string, messageId: string): NewMessage => message(messageId, { groupId });

const twin = (messageId: string, untilMs: number): NewMessage => ({
  ...of("A", messageId),
  deduplication: { key: "k", untilMs },
});

/** What holds of ordered queues alone. */
export function orderedQueues(current: Current): void {
  order(current);
  locks(current);
  duplicates(current);
}

function order(current: Current): void {
  it("delivers each group in order, one receipt at a time", async () => {
    const { messages, under } = current();
    await messages.send("fifo", [of("A", "a1"), of("B", "b1"), of("A", "a2"), of("A", "a3")], NOW);
    const { messages: first } = await messages.receive("fifo", query({ limit: 2 }));
    assert.deepEqual(ids(first), ["a1", "a2"]);
    const store = await under.reopen();
    assert.deepEqual(await received(store, "fifo"), ["b1"], "A is locked although a3 is visible");
    assert.deepEqual(await store.delete("fifo", first, NOW + 1), ["deleted", "deleted"]);
    assert.deepEqual(await received(store, "fifo", { nowMs: NOW + 1 }), ["a3"]);
  });

  it("lets groups take turns", async () => {
    const { messages } = current();
    const all = ["A", "B", "C"].flatMap((group) => [1, 2, 3].map((place) => of(group, `${group}${place}`)));
    await messages.send("fifo", all, NOW);
    const delivered: string[] = [];
    for (let nowMs = NOW + 1; delivered.length < all.length; nowMs++) {
      const { messages: got } = await messages.receive("fifo", query({ nowMs, limit: 1 }));
      delivered.push(...ids(got));
      await messages.delete("fifo", got, nowMs);
    }
    assert.deepEqual(delivered, ["A1", "B1", "C1", "A2", "B2", "C2", "A3", "B3", "C3"]);
  });

  it("delivers again in order after the receipts have run out", async () => {
    const { messages } = current();
    await messages.send("fifo", [of("A", "a1"), of("A", "a2"), of("A", "a3")], NOW);
    const { messages: first } = await messages.receive("fifo", query({ limit: 2 }));
    const nowMs = NOW + 30_000;
    assert.deepEqual(await messages.delete("fifo", first, nowMs), ["invisibility-over", "invisibility-over"]);
    assert.deepEqual(await received(messages, "fifo", { nowMs }), ["a1", "a2", "a3"]);
  });

  it("finds a free group at once behind twenty thousand messages of a locked one", async () => {
    const { messages } = current();
    for (let sent = 0; sent < 20_000; sent += 1_000) {
      const batch = Array.from({ length: 1_000 }, (_, index) => of("A", `a${sent + index}`));
      await messages.send("fifo", batch, NOW);
    }
    await messages.send("fifo", [of("B", "b")], NOW);
    await messages.receive("fifo", query({ limit: 1 }));
    assert.deepEqual(await received(messages, "fifo"), ["b"]);
    assert.deepEqual(await messages.counts("fifo", NOW), { visible: 19_999, inFlight: 2, delayed: 0 });
  });
}

function locks(current: Current): void {
  it("keeps a group locked while one of its messages is in flight", async () => {
    const { messages } = current();
    await messages.send("fifo", [of("A", "a1"), of("A", "a2")], NOW);
    const { messages: got } = await messages.receive("fifo", query());
    const times = { nowMs: NOW + 1, limitMs: 43_200_000 };
    const free = (place: number): { sequence: number; epoch: number; invisibleUntilMs: number } => ({
      ...(got[place] ?? assert.fail()),
      invisibleUntilMs: NOW + 1,
    });
    assert.deepEqual(await messages.changeVisibility("fifo", [free(0)], times), ["changed"]);
    assert.deepEqual(await received(messages, "fifo", { nowMs: NOW + 2 }), []);
    assert.deepEqual(await messages.changeVisibility("fifo", [free(1)], times), ["changed"]);
    assert.deepEqual(await received(messages, "fifo", { nowMs: NOW + 2 }), ["a1", "a2"]);
  });

  it("holds a group back while its first message is delayed", async () => {
    const { messages } = current();
    await messages.send("fifo", [{ ...of("A", "a1"), visibleAtMs: NOW + 5_000 }, of("A", "a2")], NOW);
    const early = await messages.receive("fifo", query());
    assert.deepEqual([early.messages, early.nextVisibleMs], [[], NOW + 5_000]);
    assert.deepEqual(await received(messages, "fifo", { nowMs: NOW + 5_000 }), ["a1", "a2"]);
  });

  it("moves dead letters of a group in order, and goes on with what follows", async () => {
    const { messages } = current();
    await messages.createQueue("dead", { ordered: true, retentionMs: RETENTION_MS });
    await messages.send("fifo", [of("A", "a1"), of("A", "a2"), of("A", "a3")], NOW);
    const deadLetter = { queue: "dead", receivesMax: 1, source: "arn:fifo" };
    await received(messages, "fifo", { limit: 2, deadLetter, invisibleUntilMs: NOW + 10 });
    assert.deepEqual(await receivedAtLast(messages, NOW + 10), ["a3"]);
    assert.deepEqual(await received(messages, "dead", { nowMs: NOW + 10 }), ["a1", "a2"]);

    async function receivedAtLast(store: MessageStore, nowMs: number): Promise<readonly string[]> {
      const result = await store.receive("fifo", query({ nowMs, limit: 2, deadLetter }));
      if (result.messages.length > 0 || !result.unfinished) return ids(result.messages);
      return receivedAtLast(store, nowMs);
    }
  });
}

function duplicates(current: Current): void {
  it("accepts and forgets duplicates within their window, even of deleted messages", async () => {
    const { messages, under } = current();
    const [original] = await messages.send("fifo", [twin("a", NOW + 300_000)], NOW);
    const { messages: got } = await messages.receive("fifo", query());
    await messages.delete("fifo", got, NOW);
    const store = await under.reopen();
    const again = await store.send("fifo", [twin("b", NOW + 500_000)], NOW + 299_999);
    assert.deepEqual(again, [{ ...original, duplicate: true }]);
    assert.equal(await store.expire(NOW + 299_999), 0);
    assert.deepEqual(await received(store, "fifo", { nowMs: NOW + 299_999 }), []);
    const [later] = await store.send("fifo", [twin("c", NOW + 600_000)], NOW + 300_000);
    assert.deepEqual([later?.messageId, later?.duplicate], ["c", false]);
    assert.equal(await store.expire(NOW + 600_000), 1);
  });

  it("finds duplicates within one batch", async () => {
    const { messages } = current();
    const deduplication = { key: "k", untilMs: NOW + 300_000 };
    const sent = await messages.send(
      "fifo",
      [
        { ...of("A", "a"), deduplication },
        { ...of("A", "b"), deduplication },
      ],
      NOW,
    );
    assert.deepEqual(
      sent.map(({ messageId, duplicate }) => [messageId, duplicate]),
      [
        ["a", false],
        ["a", true],
      ],
    );
    assert.deepEqual(await received(messages, "fifo"), ["a"]);
  });
}
