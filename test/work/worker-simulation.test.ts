import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Random, randomFrom, seededFractions, TestClock } from "../../src/base/index.ts";
import type { ClaimedWork, WorkQueue } from "../../src/store/index.ts";
import { createWorker, type Worker, type WorkOutcome } from "../../src/work/index.ts";
import { faultyQueue, InjectedFault } from "./harness/faulty-queue.ts";
import { openQueue } from "./harness/open-queue.ts";
import { until } from "./harness/until.ts";

const SEEDS = 12;
const PUTS = 150;
const LANES = 7;

/** What became of all work, seen from outside. */
class Books {
  readonly acknowledged = new Set<string>();
  readonly unanswered = new Set<string>();
  readonly attempts = new Map<string, number>();
  readonly faults: unknown[] = [];
  faultShare = 0.2;
}

function makeWorker(store: WorkQueue, clock: TestClock, random: Random, books: Books): Worker {
  return createWorker({
    work: faultyQueue(store, random, () => books.faultShare),
    queue: "q",
    clock,
    concurrencyMax: 12,
    leaseMs: 5_000,
    onFault: (error) => books.faults.push(error),
    handle: (work) => attempt(work, clock, random, books),
  });
}

async function attempt(
  { id, state }: ClaimedWork,
  clock: TestClock,
  random: Random,
  books: Books,
): Promise<WorkOutcome> {
  books.attempts.set(id, (books.attempts.get(id) ?? 0) + 1);
  const chance = random.fraction();
  await clock.sleep(Math.floor((chance < 0.1 ? 12_000 : 50) * random.fraction()));
  if (chance > 0.95) throw new InjectedFault("in the handler");
  const visibleAtMs = clock.nowMs() + Math.floor(random.fraction() * 5_000);
  if (chance > 0.8) return { outcome: "again", visibleAtMs, state: Number(state) + 1 };
  if (chance > 0.7) return { outcome: "again", visibleAtMs, state: Number(state) + 1, isThrottled: true };
  // What settled it can be counted: once, whatever went wrong on the way.
  const receipt = { queue: "receipts", lane: id, id: random.uuid(), visibleAtMs: 0, state: null, payload: Buffer.of() };
  return { outcome: "done", following: [receipt] };
}

async function putAll(workers: readonly Worker[], clock: TestClock, random: Random, books: Books): Promise<void> {
  for (let count = 0; count < PUTS; count++) {
    const lane = `lane${Math.floor(random.fraction() * LANES)}`;
    const id = `${count}`;
    const delayMs = random.fraction() < 0.3 ? Math.floor(random.fraction() * 20_000) : 0;
    const work = { id, lane, visibleAtMs: clock.nowMs() + delayMs, state: 0, payload: Buffer.from(id) };
    const worker = workers[count % workers.length];
    assert.ok(worker);
    void worker.put([work]).then(
      () => books.acknowledged.add(id),
      () => books.unanswered.add(id),
    );
    if (random.fraction() < 0.5) await clock.advance(Math.floor(random.fraction() * 300));
  }
}

async function receipts(work: WorkQueue): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const { lane } of await work.lanes("receipts", { limit: 10_000 })) {
    const query = { queue: "receipts", lane, nowMs: 1, leaseEndMs: 0, limit: 10 };
    found.set(lane, (await work.claim(query)).work.length);
  }
  return found;
}

async function run(t: TestContext, seed: number): Promise<void> {
  const clock = new TestClock();
  const random = randomFrom(seededFractions(seed));
  const books = new Books();
  const { work } = await openQueue(t, clock);
  // Two at the same queue, as on two machines.
  const workers = [makeWorker(work, clock, random, books), makeWorker(work, clock, random, books)];
  t.after(() => Promise.all(workers.map((worker) => worker.stop(0))));
  await Promise.all(workers.map((worker) => worker.start()));
  await putAll(workers, clock, random, books);
  await until(() => books.acknowledged.size + books.unanswered.size === PUTS, clock, 100);
  books.faultShare = 0.02;
  await until(async () => (await work.lanes("q", { limit: 1 })).length === 0, clock, 500);

  const found = await receipts(work);
  for (const id of books.acknowledged) assert.equal(found.get(id), 1, `${id} was acknowledged`);
  for (const [id, count] of found) assert.equal(count, 1, `${id} was settled ${count} times`);
  for (const id of found.keys()) assert.ok((books.attempts.get(id) ?? 0) >= 1);
  assert.ok(books.faults.length > 0, "nothing went wrong, so nothing was tested");
  assert.ok(
    books.faults.every((fault) => fault instanceof InjectedFault),
    String(books.faults.find((fault) => !(fault instanceof InjectedFault))),
  );
}

for (let seed = 1; seed <= SEEDS; seed++)
  test(`seed ${seed}: what was acknowledged is done, and settled exactly once`, (t) => run(t, seed));
