import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import {
  claim,
  claimOne,
  type Current,
  idsOf,
  item,
  items,
  LEASE_END_MS,
  NOW_MS,
  type WorkQueueUnderTest,
} from "./work-items.conformance.ts";
import { workClaims } from "./work-claims.conformance.ts";
import { workSettlements } from "./work-settlements.conformance.ts";

/** The contract of `WorkQueue` as tests; each gets an empty queue from `open`. */
export function workQueueConformance(adapter: string, open: () => Promise<WorkQueueUnderTest>): void {
  describe(`${adapter} keeps the contract of WorkQueue`, () => {
    let under: WorkQueueUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.close());
    const current: Current = () => ({ work: under.work, under });
    putting(current);
    lanes(current);
    dropping(current);
    watching(current);
    workClaims(current);
    workSettlements(current);
  });
}

function putting(current: Current): void {
  it("gives back what was put, whatever it holds, and remembers it across a restart", async () => {
    const { work, under } = current();
    const payload = Uint8Array.from({ length: 1_048_576 }, (_, index) => index % 256);
    const put = item("é 😀", { payload, state: { text: "\0 'quoted' \u2028", list: [1, null, true] } });
    await work.put([put], NOW_MS + 5);
    const again = await under.reopen();
    const { epoch, ...held } = await claimOne(again);
    assert.ok(epoch > 0);
    assert.deepEqual(
      { ...held, payload: Buffer.compare(held.payload, payload) },
      { ...put, acceptedAtMs: NOW_MS + 5, payload: 0 },
    );
    await again.put([], NOW_MS);
  });

  it("ignores work whose id is there, in its queue alone", async () => {
    const { work } = current();
    await work.put([item("x", { state: 1 })], NOW_MS);
    await work.put([item("x", { state: 2, lane: "b" }), item("y")], NOW_MS);
    await work.put([item("x", { queue: "other", state: 3 })], NOW_MS);
    const held = await claim(work);
    assert.deepEqual(idsOf(held.work), ["x", "y"]);
    assert.equal(held.work[0]?.state, 1);
    assert.deepEqual((await claim(work, { lane: "b" })).work, []);
    assert.equal((await claimOne(work, { queue: "other" })).state, 3);
    // Held work is there too; work that was done is not.
    await work.put([item("x")], NOW_MS);
    assert.deepEqual((await claim(work)).work, []);
    const settled = held.work.map((each) => ({ work: each, outcome: "done" as const }));
    assert.deepEqual(await work.settle(settled), [true, true]);
    await work.put([item("x", { state: 4 })], NOW_MS);
    assert.equal((await claimOne(work)).state, 4);
  });

  it("claims in the same commit, what was not there before", async () => {
    const { work } = current();
    await work.put([item("old")], NOW_MS);
    const epochs = await work.putClaimed([item("new"), item("old"), item("newer")], NOW_MS, LEASE_END_MS);
    assert.deepEqual(
      epochs.map((epoch) => epoch !== undefined),
      [true, false, true],
    );
    assert.deepEqual(idsOf((await claim(work)).work), ["old"]);
    const [epoch = 0] = epochs;
    assert.deepEqual(await work.settle([{ work: { queue: "q", id: "new", epoch }, outcome: "done" }]), [true]);
    assert.deepEqual(await work.putClaimed([], NOW_MS, LEASE_END_MS), []);
    // The holder of the other says nothing until its lease ends.
    assert.deepEqual(idsOf((await claim(work, { nowMs: LEASE_END_MS })).work).toSorted(), ["newer", "old"]);
  });

  it("gives work that two put at once to one of them", async () => {
    const { work } = current();
    const answers = await Promise.all([1, 2, 3].map(() => work.putClaimed([item("x")], NOW_MS, LEASE_END_MS)));
    assert.equal(answers.flat().filter((epoch) => epoch !== undefined).length, 1);
    assert.deepEqual((await claim(work)).work, []);
  });
}

function lanes(current: Current): void {
  it("lists the lanes that have work in the order of bytes, with when they are due", async () => {
    const { work } = current();
    // U+FF5E comes before U+1F600 in bytes, and after it in UTF-16.
    const names = ["", "a", "a/1", "é", "～", "😀"];
    const put = names.flatMap((lane, index) => [
      item(`${lane} late`, { lane, visibleAtMs: NOW_MS + 100 + index }),
      item(`${lane} early`, { lane, visibleAtMs: NOW_MS + index }),
    ]);
    await work.put([...put.toReversed(), item("x", { queue: "other", lane: "z" })], NOW_MS);
    const expected = names.map((lane, index) => ({ lane, dueAtMs: NOW_MS + index }));
    assert.deepEqual(await work.lanes("q", { limit: 100 }), expected);
    assert.deepEqual(await work.lanes("q", { limit: 2 }), expected.slice(0, 2));
    assert.deepEqual(await work.lanes("q", { after: "a", limit: 2 }), expected.slice(2, 4));
    assert.deepEqual(await work.lanes("q", { after: "a/0", limit: 1 }), expected.slice(2, 3));
    assert.deepEqual(await work.lanes("q", { after: "😀", limit: 2 }), []);
  });

  it("is due when the earliest lease ends, once all of a lane is held", async () => {
    const { work } = current();
    await work.put(items(3), NOW_MS);
    const due = async (): Promise<number | undefined> => (await work.lanes("q", { limit: 1 }))[0]?.dueAtMs;
    await claim(work, { limit: 1, leaseEndMs: LEASE_END_MS + 2 });
    assert.equal(await due(), NOW_MS);
    const rest = await claim(work, { limit: 2, leaseEndMs: LEASE_END_MS + 1 });
    assert.equal(await due(), LEASE_END_MS + 1);
    await work.settle(rest.work.map((each) => ({ work: each, outcome: "done" })));
    assert.equal(await due(), LEASE_END_MS + 2);
  });
}

function dropping(current: Current): void {
  it("forgets a lane, held or not, and nothing else", async () => {
    const { work } = current();
    await work.put([...items(2_500), ...items(2, { lane: "b" }), item("a0", { queue: "other" })], NOW_MS);
    const held = await claimOne(work);
    assert.equal(await work.drop("q", "a"), 2_500);
    assert.deepEqual(await work.settle([{ work: held, outcome: "done", following: [item("never")] }]), [false]);
    assert.deepEqual(await work.renew([held], LEASE_END_MS), [false]);
    assert.deepEqual(await work.lanes("q", { limit: 9 }), [{ lane: "b", dueAtMs: NOW_MS }]);
    assert.equal((await claim(work, { queue: "other" })).work.length, 1);
    assert.equal(await work.drop("q", "a"), 0);
    await work.put([item("a0")], NOW_MS);
    assert.deepEqual(idsOf((await claim(work)).work), ["a0"]);
  });
}

function watching(current: Current): void {
  it("tells who watches a queue of work that came free in it", async () => {
    const { work } = current();
    const told: [string, number][] = [];
    const stop = work.watch("q", (lane, dueAtMs) => told.push([lane, dueAtMs]));
    await work.put([item("x", { visibleAtMs: NOW_MS + 9 }), item("y", { queue: "other" })], NOW_MS);
    assert.deepEqual(told.splice(0), [["a", NOW_MS + 9]]);
    const held = await claimOne(work, { nowMs: NOW_MS + 9 });
    const following = [item("z", { lane: "b" })];
    await work.settle([{ work: held, outcome: "again", visibleAtMs: NOW_MS + 20, state: null, following }]);
    assert.deepEqual(
      told.splice(0).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      [
        ["a", NOW_MS + 20],
        ["b", NOW_MS],
      ],
    );
    stop();
    await work.put([item("later")], NOW_MS);
    assert.deepEqual(told, []);
  });
}
