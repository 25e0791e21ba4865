import assert from "node:assert/strict";
import { it } from "node:test";
import { claim, claimOne, type Current, idsOf, item, items, LEASE_END_MS, NOW_MS } from "./work-items.conformance.ts";

/** The part of the contract of `WorkQueue` that is about what becomes of work. */
export function workSettlements(current: Current): void {
  outcomes(current);
  followingWork(current);
}

function outcomes(current: Current): void {
  it("makes work visible again when it is told, with its new state", async () => {
    const { work, under } = current();
    await work.put([item("x")], NOW_MS - 7);
    const held = await claimOne(work);
    const visibleAtMs = NOW_MS + 1_000;
    assert.deepEqual(await work.settle([{ work: held, outcome: "again", visibleAtMs, state: { n: 1 } }]), [true]);
    assert.deepEqual(await work.settle([{ work: held, outcome: "done" }]), [false]);
    assert.deepEqual(await claim(work, { nowMs: visibleAtMs - 1 }), { work: [], nextDueAtMs: visibleAtMs });
    const again = await under.reopen();
    const second = await claimOne(again, { nowMs: visibleAtMs });
    assert.deepEqual([second.state, second.visibleAtMs, second.acceptedAtMs], [{ n: 1 }, visibleAtMs, NOW_MS - 7]);
    assert.deepEqual(Buffer.from(second.payload), Buffer.from("x"));
  });

  it("makes work visible again at an earlier time than what is held", async () => {
    const { work } = current();
    await work.put([item("x"), item("y", { visibleAtMs: NOW_MS + 5 })], NOW_MS);
    const [x] = (await claim(work, { nowMs: NOW_MS + 10 })).work;
    assert.ok(x);
    await work.settle([{ work: x, outcome: "again", visibleAtMs: NOW_MS - 5, state: null }]);
    assert.deepEqual(idsOf((await claim(work, { nowMs: NOW_MS + 10 })).work), ["x"]);
  });

  it("settles once, even when it is told twice at the same moment", async () => {
    const { work } = current();
    await work.put([item("x")], NOW_MS);
    const held = await claimOne(work);
    const answers = await Promise.all([
      work.settle([
        { work: held, outcome: "done", following: [item("once", { lane: "b" })] },
        { work: held, outcome: "done", following: [item("twice", { lane: "b" })] },
      ]),
      work.settle([{ work: held, outcome: "done", following: [item("thrice", { lane: "b" })] }]),
    ]);
    assert.equal(answers.flat().filter(Boolean).length, 1);
    assert.equal((await claim(work, { lane: "b" })).work.length, 1);
  });

  it("answers each settlement for itself, and knows nothing of work that is not there", async () => {
    const { work } = current();
    await work.put(items(3), NOW_MS);
    const [one, two, three] = (await claim(work)).work;
    assert.ok(one && two && three);
    const answers = await work.settle([
      { work: one, outcome: "done" },
      { work: { ...two, epoch: two.epoch + 1 }, outcome: "done" },
      { work: { ...two, queue: "other" }, outcome: "done" },
      { work: { ...two, id: "none" }, outcome: "done" },
      { work: three, outcome: "again", visibleAtMs: NOW_MS, state: 1 },
    ]);
    assert.deepEqual(answers, [true, false, false, false, true]);
    assert.deepEqual(await work.settle([]), []);
    assert.deepEqual(idsOf((await claim(work, { nowMs: LEASE_END_MS })).work).toSorted(), ["a1", "a2"]);
  });

  it("lets the holder settle after its lease, as long as nobody else took the work", async () => {
    const { work } = current();
    await work.put([item("x")], NOW_MS);
    const held = await claimOne(work, { leaseEndMs: NOW_MS });
    assert.deepEqual(await work.settle([{ work: held, outcome: "done" }]), [true]);
  });
}

function followingWork(current: Current): void {
  it("puts what follows together with the settlement, in whichever queue, and once", async () => {
    const { work, under } = current();
    await work.put([item("x"), item("there", { queue: "other", state: "first" })], NOW_MS);
    const held = await claimOne(work);
    const following = [
      item("there", { queue: "other", state: "second" }),
      item("next", { queue: "other", visibleAtMs: NOW_MS + 3 }),
      item("x", { state: "anew" }),
    ];
    assert.deepEqual(await work.settle([{ work: held, outcome: "done", following }]), [true]);
    const again = await under.reopen();
    const others = (await claim(again, { queue: "other", nowMs: NOW_MS + 3 })).work;
    assert.deepEqual(
      others.map(({ id, state }) => [id, state]),
      [
        ["there", "first"],
        ["next", { n: 0 }],
      ],
    );
    assert.equal((await claimOne(again)).state, "anew");
  });
}
