import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClaimedWork } from "../../src/store/index.ts";
import type { WorkOutcome } from "../../src/work/index.ts";
import { DONE, isEmpty, item, items, setUp } from "./harness/set-up-worker.ts";
import { until } from "./harness/until.ts";

test("renews the lease of long work, and tells it when it was lost", async (t) => {
  const signals: AbortSignal[] = [];
  const long = Promise.withResolvers<WorkOutcome>();
  const handle = (_: ClaimedWork, signal: AbortSignal): Promise<WorkOutcome> => {
    signals.push(signal);
    return long.promise;
  };
  const { worker, work, clock } = await setUp(t, { handle, leaseMs: 3_000 });
  await worker.start();
  await worker.put([item("x")]);
  for (let second = 0; second < 30; second++) await clock.advance(1_000);
  assert.equal(signals.length, 1);
  assert.equal(signals[0]?.aborted, false);
  await worker.drop("a");
  for (let second = 0; second < 3; second++) await clock.advance(1_000);
  assert.equal(signals[0]?.aborted, true);
  long.resolve({ outcome: "done", following: [{ ...item("never"), queue: "q", visibleAtMs: 0 }] });
  await clock.advance(0);
  assert.ok(await isEmpty(work));
});

test("reports a handler that throws, and tries its work again", async (t) => {
  let attempts = 0;
  const handle = async (): Promise<WorkOutcome> => {
    attempts += 1;
    if (attempts === 1) throw new Error("a bug");
    return DONE;
  };
  const { worker, work, clock, faults } = await setUp(t, { handle });
  await worker.start();
  await worker.put([item("x")]);
  await until(() => attempts === 2, clock, 1_000);
  assert.match(String(faults), /a bug/);
  await until(() => isEmpty(work));
});

test("stops: waits for what runs, begins nothing, and leaves the rest to the next", async (t) => {
  const seen: string[] = [];
  const first = Promise.withResolvers<WorkOutcome>();
  const handle = ({ id }: ClaimedWork): Promise<WorkOutcome> => {
    seen.push(id);
    return first.promise;
  };
  const { worker, work, make } = await setUp(t, { handle, concurrencyMax: 2 });
  await worker.start();
  await worker.put([item("one")]);
  await worker.put(items(5, "b"));
  await until(() => seen.length === 2);
  const stopped = worker.stop(1_000_000);
  await worker.put([item("late")]);
  first.resolve(DONE);
  await stopped;
  assert.equal(seen.length, 2);
  const next = make({ handle: async ({ id }) => (seen.push(id), DONE) });
  await next.start();
  await until(() => isEmpty(work));
  assert.deepEqual(seen.toSorted(), ["b0", "b1", "b2", "b3", "b4", "late", "one"]);
});

test("stops without those that do not end in time, which are told", async (t) => {
  const signals: AbortSignal[] = [];
  const handle = (_: ClaimedWork, signal: AbortSignal): Promise<WorkOutcome> => {
    signals.push(signal);
    return new Promise(() => {});
  };
  const { worker, work, clock } = await setUp(t, { handle });
  await worker.start();
  await worker.put([item("x")]);
  const stopped = worker.stop(5_000);
  await clock.advance(5_000);
  await stopped;
  assert.equal(signals[0]?.aborted, true);
  assert.equal(await isEmpty(work), false);
});
