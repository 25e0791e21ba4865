import assert from "node:assert/strict";
import { it } from "node:test";
import type { WorkQueue } from "./work-queue.ts";
import { claim, claimOne, type Current, idsOf, item, items, LEASE_END_MS, NOW_MS } from "./work-items.conformance.ts";

/** The part of the contract of `WorkQueue` that is about who holds what. */
export function workClaims(current: Current): void {
  order(current);
  leases(current);
  backlog(current);
}

function order(current: Current): void {
  it("claims what is visible, earliest first, and says when there is more", async () => {
    const { work } = current();
    const at = [30, 10, 20, 10, 40].map((ms, index) => item(`${ms}/${index}`, { visibleAtMs: NOW_MS + ms }));
    await work.put(at, NOW_MS);
    assert.deepEqual(await claim(work), { work: [], nextDueAtMs: NOW_MS + 10 });
    const first = await claim(work, { nowMs: NOW_MS + 20, limit: 2 });
    assert.deepEqual(idsOf(first.work), ["10/1", "10/3"]);
    assert.equal(first.nextDueAtMs, NOW_MS + 20);
    const second = await claim(work, { nowMs: NOW_MS + 20 });
    assert.deepEqual(idsOf(second.work), ["20/2"]);
    assert.equal(second.nextDueAtMs, NOW_MS + 30);
    assert.deepEqual(idsOf((await claim(work, { nowMs: NOW_MS + 99 })).work), ["30/0", "40/4"]);
    const { work: none, nextDueAtMs } = await claim(work, { nowMs: NOW_MS + 99 });
    assert.deepEqual(none, []);
    assert.equal(nextDueAtMs, LEASE_END_MS);
    assert.deepEqual(await claim(work, { lane: "never" }), { work: [], nextDueAtMs: undefined });
  });

  it("claims work that came for an earlier time than what is held", async () => {
    const { work } = current();
    await work.put([item("one", { visibleAtMs: NOW_MS + 5 })], NOW_MS);
    await claimOne(work, { nowMs: NOW_MS + 10 });
    await work.put([item("two", { visibleAtMs: NOW_MS }), item("three", { visibleAtMs: NOW_MS + 5 })], NOW_MS);
    assert.deepEqual(idsOf((await claim(work, { nowMs: NOW_MS + 10 })).work), ["two", "three"]);
  });

  it("gives each to one claimer only, however many ask at once", async () => {
    const { work } = current();
    await work.put(items(100), NOW_MS);
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim(work, { limit: 7 })));
    const ids = claims.flatMap((each) => idsOf(each.work));
    assert.equal(ids.length, 100);
    assert.equal(new Set(ids).size, 100);
  });
}

function leases(current: Current): void {
  it("gives work to another once the lease has ended, with a higher epoch", async () => {
    const { work } = current();
    await work.put([item("x")], NOW_MS);
    const first = await claimOne(work);
    assert.deepEqual((await claim(work, { nowMs: LEASE_END_MS - 1 })).work, []);
    const second = await claimOne(work, { nowMs: LEASE_END_MS, leaseEndMs: LEASE_END_MS + 60_000 });
    assert.equal(second.id, "x");
    assert.equal(second.acceptedAtMs, first.acceptedAtMs);
    assert.ok(second.epoch > first.epoch);
    assert.deepEqual(await work.renew([first], LEASE_END_MS + 99_000), [false]);
    const following = [item("never")];
    assert.deepEqual(await work.settle([{ work: first, outcome: "done", following }]), [false]);
    assert.deepEqual(await work.settle([{ work: second, outcome: "done" }]), [true]);
    assert.deepEqual(await work.lanes("q", { limit: 9 }), []);
  });

  it("keeps work for those who renew", async () => {
    const { work } = current();
    await work.put(items(2), NOW_MS);
    const [kept, lost] = (await claim(work)).work;
    assert.ok(kept && lost);
    assert.deepEqual(await work.renew([kept, { queue: "q", id: "none", epoch: 1 }], LEASE_END_MS + 10), [true, false]);
    assert.deepEqual(idsOf((await claim(work, { nowMs: LEASE_END_MS })).work), [lost.id]);
    assert.deepEqual(await work.settle([{ work: kept, outcome: "done" }]), [true]);
    assert.deepEqual(await work.renew([kept], LEASE_END_MS + 10), [false]);
  });

  it("makes claims of before a restart void at the latest when their lease ends", async () => {
    const { work, under } = current();
    await work.put([item("x")], NOW_MS);
    const first = await claimOne(work);
    const again = await under.reopen();
    const second = await claimOne(again, { nowMs: LEASE_END_MS });
    assert.ok(second.epoch > first.epoch);
    assert.deepEqual(await again.settle([{ work: first, outcome: "done" }]), [false]);
    assert.deepEqual(await again.settle([{ work: second, outcome: "done" }]), [true]);
  });
}

async function drain(work: WorkQueue, lane: string): Promise<number> {
  let count = 0;
  for (let held = await claim(work, { lane }); held.work.length > 0; held = await claim(work, { lane })) {
    const settled = await work.settle(held.work.map((each) => ({ work: each, outcome: "done" })));
    count += settled.filter(Boolean).length;
  }
  return count;
}

function backlog(current: Current): void {
  it("does not let the backlog of one lane hide another", async () => {
    const { work } = current();
    for (let part = 0; part < 10; part++) {
      await work.put(
        Array.from({ length: 1_000 }, (_, index) => item(`${part}/${index}`)),
        NOW_MS,
      );
    }
    await work.put([item("small", { lane: "b" })], NOW_MS);
    assert.deepEqual(
      (await work.lanes("q", { limit: 9 })).map(({ lane }) => lane),
      ["a", "b"],
    );
    assert.deepEqual(idsOf((await claim(work, { lane: "b" })).work), ["small"]);
    const held = await claim(work, { limit: 50 });
    assert.equal(held.work.length, 50);
    assert.equal(held.nextDueAtMs, NOW_MS);
    assert.equal(await drain(work, "a"), 9_950);
  });
}
