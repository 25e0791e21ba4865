import assert from "node:assert/strict";
import { it, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock, systemRandom } from "../../base/index.ts";
import type { NewWork, WorkQueue } from "../ports/work-queue.ts";
import { openPostgres } from "./index.ts";
import type { PostgresStores } from "./index.ts";
import { withCluster } from "./testing/suite.ts";
import { newsOf, payloadsOf } from "./work-news.ts";

const NOW_MS = 1_700_000_000_000;
const LEASE_END_MS: number = NOW_MS + 60_000;

function open(url: string): Promise<PostgresStores> {
  return openPostgres({ url, clock: systemClock, random: systemRandom, report: () => {} });
}

function item(id: string, lane: string): NewWork {
  return { queue: "q", lane, id, visibleAtMs: NOW_MS, state: null, payload: Buffer.from(id) };
}

/** Claims and settles until the lanes are empty; whom it held is added to `held`. */
async function drain(work: WorkQueue, lanes: readonly string[], held: string[]): Promise<void> {
  const drainLane = async (lane: string): Promise<void> => {
    for (;;) {
      const claim = await work.claim({ queue: "q", lane, nowMs: NOW_MS, leaseEndMs: LEASE_END_MS, limit: 17 });
      held.push(...claim.work.map(({ id }) => id));
      const settled = await work.settle(claim.work.map((each) => ({ work: each, outcome: "done" })));
      assert.ok(settled.every(Boolean), "a claim was lost within its lease");
      if (claim.nextDueAtMs === undefined || claim.nextDueAtMs > NOW_MS) return;
    }
  };
  await Promise.all(lanes.map(drainLane));
}

withCluster("two adapters on one queue in PostgreSQL", (cluster) => {
  it("never hold the same work, and between them do all of it", async () => {
    const url = await cluster().database();
    const [one, other] = await Promise.all([open(url), open(url)]);
    const lanes = ["a", "b", "c"];
    const all = lanes.flatMap((lane) => Array.from({ length: 400 }, (_, index) => item(`${lane}${index}`, lane)));
    // Both put all of it, so each finds much of it there.
    await Promise.all([one.work.put(all, NOW_MS), other.work.put(all.toReversed(), NOW_MS)]);
    const [first, second]: [string[], string[]] = [[], []];
    await Promise.all([drain(one.work, lanes, first), drain(other.work, lanes, second)]);
    const held = [...first, ...second];
    assert.equal(new Set(held).size, held.length, "two held the same work");
    assert.deepEqual(held.toSorted(), all.map(({ id }) => id).toSorted());
    assert.ok(first.length > 0 && second.length > 0, "one did all, so nothing was tested");
    assert.deepEqual(await one.work.lanes("q", { limit: 9 }), []);
    await Promise.all([one.close(), other.close()]);
  });

  it("take over each other's work when a lease ends, and the former holder is told", async () => {
    const url = await cluster().database();
    const [one, other] = await Promise.all([open(url), open(url)]);
    const [epoch = 0] = await one.work.putClaimed([item("x", "a")], NOW_MS, NOW_MS + 10);
    const query = { queue: "q", lane: "a", nowMs: NOW_MS + 10, leaseEndMs: LEASE_END_MS, limit: 9 };
    const [held] = (await other.work.claim(query)).work;
    assert.ok(held && held.epoch > epoch);
    assert.deepEqual(await one.work.settle([{ work: { queue: "q", id: "x", epoch }, outcome: "done" }]), [false]);
    assert.deepEqual(await other.work.settle([{ work: held, outcome: "done" }]), [true]);
    // The same id begins a new life, in which no former claim counts.
    await one.work.put([item("x", "a")], NOW_MS);
    const [again] = (await one.work.claim({ ...query, nowMs: NOW_MS })).work;
    assert.ok(again);
    assert.deepEqual(await other.work.settle([{ work: held, outcome: "done" }]), [false]);
    await Promise.all([one.close(), other.close()]);
  });

  it("hand over at once what one held that is gone", async () => {
    const url = await cluster().database();
    const former = await open(url);
    const [epoch = 0] = await former.work.putClaimed([item("held", "a")], NOW_MS, LEASE_END_MS);
    await former.work.put([item("later", "b")], NOW_MS);
    const next = await openPostgres({ url, clock: systemClock, random: systemRandom, report: () => {}, isAlone: true });
    const [newer = 0] = await next.work.putClaimed([item("new", "c")], NOW_MS, LEASE_END_MS);
    const query = { queue: "q", lane: "a", nowMs: NOW_MS, leaseEndMs: LEASE_END_MS, limit: 9 };
    let held = await next.work.claim(query);
    for (; held.work.length === 0; held = await next.work.claim(query)) await sleep(5);
    assert.equal(held.work[0]?.id, "held");
    assert.deepEqual(await former.work.settle([{ work: { queue: "q", id: "held", epoch }, outcome: "done" }]), [false]);
    assert.deepEqual(await next.work.settle([{ work: { queue: "q", id: "new", epoch: newer }, outcome: "done" }]), [
      true,
    ]);
    assert.equal((await next.work.claim({ ...query, lane: "b" })).work.length, 1);
    await Promise.all([former.close(), next.close()]);
  });

  it("hear of work that the other put", async () => {
    const url = await cluster().database();
    const [one, other] = await Promise.all([open(url), open(url)]);
    const told: unknown[] = [];
    one.work.watch("q", (lane, dueAtMs) => told.push([lane, dueAtMs]));
    // Whoever begins to listen hears what comes later, so it is put until it is heard.
    for (let count = 0; told.length === 0; count++) {
      await other.work.put([item(`x${count}`, "far")], NOW_MS);
      await sleep(5);
    }
    assert.deepEqual(told[0], ["far", NOW_MS]);
    await Promise.all([one.close(), other.close()]);
  });
});

function free(lane: string, visibleAtMs: number): { queue: string; lane: string; visibleAtMs: number } {
  return { queue: "q", lane, visibleAtMs };
}

test("news name each lane once, in pieces that PostgreSQL takes", () => {
  assert.deepEqual(payloadsOf("n", []), []);
  assert.deepEqual(payloadsOf("n", [free("a", 7), free("b", 1), free("a", 3)]), [
    JSON.stringify([
      "n",
      [
        ["q", "a", 3],
        ["q", "b", 1],
      ],
    ]),
  ]);
  const many = Array.from({ length: 300 }, (_, index) => free(`${index}${"é".repeat(100)}`, index));
  const payloads = payloadsOf("n", [...many, free("x".repeat(9_000), 1)]);
  assert.ok(payloads.every((payload) => Buffer.byteLength(payload) < 8_000));
  const lanes = payloads.flatMap((payload) => (JSON.parse(payload) as [string, [string, string][]])[1]);
  assert.deepEqual(
    lanes.map(([, lane]) => lane),
    many.map(({ lane }) => lane),
  );
});

test("news that are not ours are not believed", () => {
  assert.deepEqual(newsOf(JSON.stringify(["n", [["q", "a", 3]]])), { node: "n", lanes: [["q", "a", 3]] });
  for (const payload of ["", "hello", "null", "[]", '["n"]', '["n",[1]]', '["n",[["q","a"]]]', '{"n":[]}'])
    assert.equal(newsOf(payload), undefined, payload);
});
