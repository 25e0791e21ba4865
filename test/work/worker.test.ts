import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClaimedWork } from "../../src/store/index.ts";
import type { WorkOutcome } from "../../src/work/index.ts";
import { DONE, isEmpty, item, items, setUp } from "./harness/set-up-worker.ts";
import { until } from "./harness/until.ts";

test("begins what is put at once, and leaves nothing behind", async (t) => {
  const seen: ClaimedWork[] = [];
  const handle = async (work: ClaimedWork): Promise<WorkOutcome> => {
    seen.push(work);
    return DONE;
  };
  const { worker, work, clock } = await setUp(t, { handle });
  await worker.start();
  await worker.put([item("one"), item("two", "b", { state: { n: 1 } })]);
  assert.deepEqual(
    seen.map(({ id, lane, queue, state, acceptedAtMs }) => [id, lane, queue, state, acceptedAtMs]),
    [
      ["one", "a", "q", null, clock.nowMs()],
      ["two", "b", "q", { n: 1 }, clock.nowMs()],
    ],
  );
  await until(() => isEmpty(work));
  await worker.put([]);
});

test("takes up what a former worker left, and what is put while none runs", async (t) => {
  const seen = new Set<string>();
  const handle = async ({ id }: ClaimedWork): Promise<WorkOutcome> => {
    seen.add(id);
    return DONE;
  };
  const { worker, work } = await setUp(t, { handle });
  await worker.put([
    ...items(600, "a"),
    ...Array.from({ length: 600 }, (_, index) => item(`l${index}`, `lane${index}`)),
  ]);
  assert.equal(seen.size, 0);
  await worker.start();
  await until(() => seen.size === 1_200);
  await until(() => isEmpty(work));
});

test("sleeps until work is due, and wakes for what is due earlier", async (t) => {
  const seen: string[] = [];
  const handle = async ({ id }: ClaimedWork): Promise<WorkOutcome> => {
    seen.push(id);
    return DONE;
  };
  const { worker, work, clock } = await setUp(t, { handle });
  await worker.start();
  await worker.put([item("late", "a", { visibleAtMs: clock.nowMs() + 60_000 })]);
  await worker.put([item("early", "a", { visibleAtMs: clock.nowMs() + 1_000 })]);
  await clock.advance(999);
  assert.deepEqual(seen, []);
  await clock.advance(1);
  assert.deepEqual(seen, ["early"]);
  await clock.advance(58_999);
  assert.deepEqual(seen, ["early"]);
  await clock.advance(1);
  assert.deepEqual(seen, ["early", "late"]);
  await until(() => isEmpty(work));
});

test("tries again when it is told, with the state it was given, and puts what follows", async (t) => {
  const seen: [string, unknown, number][] = [];
  const { work, clock, make } = await setUp(t);
  const startMs = clock.nowMs();
  const worker = make({
    handle: async ({ id, state, lane }) => {
      seen.push([id, state, clock.nowMs() - startMs]);
      if (id === "next") return DONE;
      const following = [{ ...item("next", lane), queue: "q", visibleAtMs: clock.nowMs() }];
      if (state === 2) return { outcome: "done", following };
      return { outcome: "again", visibleAtMs: clock.nowMs() + 60_000, state: Number(state) + 1 };
    },
  });
  await worker.start();
  await worker.put([item("x", "a", { state: 0 })]);
  await until(() => seen.length === 4, clock, 1_000);
  assert.deepEqual(
    seen.map(([id, state]) => [id, state]),
    [
      ["x", 0],
      ["x", 1],
      ["x", 2],
      ["next", null],
    ],
  );
  assert.ok((seen[1]?.[2] ?? 0) >= 60_000 && (seen[2]?.[2] ?? 0) >= 120_000);
  await until(() => isEmpty(work));
});

test("a backlog in one lane does not delay another", async (t) => {
  const order: string[] = [];
  const handle = async ({ lane }: ClaimedWork): Promise<WorkOutcome> => {
    order.push(lane);
    await new Promise((resolve) => setImmediate(resolve));
    return DONE;
  };
  const { worker } = await setUp(t, { handle, concurrencyMax: 8 });
  await worker.put(items(3_000, "big"));
  await worker.start();
  await until(() => order.length > 100);
  const before = order.length;
  await worker.put([item("x", "small")]);
  await until(() => order.includes("small"));
  assert.ok(order.indexOf("small") < before + 1_000, `${order.indexOf("small")} came before it`);
});

test("a lane that never answers leaves room for the others", async (t) => {
  const seen = new Set<string>();
  const stuck = Promise.withResolvers<WorkOutcome>();
  const handle = ({ lane }: ClaimedWork): Promise<WorkOutcome> => {
    seen.add(lane);
    return lane.startsWith("stuck") ? stuck.promise : Promise.resolve(DONE);
  };
  const { worker, clock } = await setUp(t, { handle, concurrencyMax: 20 });
  await worker.put([...items(100, "stuck1"), ...items(100, "stuck2"), ...items(100, "stuck3")]);
  await worker.start();
  for (let second = 0; second < 60; second++) await clock.advance(1_000);
  await worker.put([item("x", "fine")]);
  await until(() => seen.has("fine"), clock, 100);
  stuck.resolve(DONE);
});

test("does no more at once than it may, in all and in a lane", async (t) => {
  const running = new Map<string, number>();
  let most = 0;
  let mostOfLane = 0;
  let ended = 0;
  const count = (lane: string, by: number): void => {
    running.set(lane, (running.get(lane) ?? 0) + by);
    mostOfLane = Math.max(mostOfLane, running.get(lane) ?? 0);
    most = Math.max(
      most,
      [...running.values()].reduce((sum, each) => sum + each, 0),
    );
  };
  const handle = async ({ lane }: ClaimedWork): Promise<WorkOutcome> => {
    count(lane, 1);
    await new Promise((resolve) => setImmediate(resolve));
    count(lane, -1);
    ended += 1;
    return DONE;
  };
  const { worker } = await setUp(t, { handle, concurrencyMax: 10, laneConcurrencyMax: 3 });
  await worker.start();
  const lanes = ["a", "b", "c", "d", "e", "f"];
  await Promise.all(lanes.map((lane) => worker.put(items(50, lane))));
  await until(() => ended === 300);
  assert.equal(most, 10);
  assert.equal(mostOfLane, 3);
});

test("a target that refuses is asked less often, and its work is not lost", async (t) => {
  let running = 0;
  let refused = 0;
  const done = new Set<string>();
  const { work, clock, make } = await setUp(t);
  const worker = make({
    handle: async ({ id }) => {
      if (running >= 2) {
        refused += 1;
        return { outcome: "again", visibleAtMs: clock.nowMs() + 1_000, state: null, isThrottled: true };
      }
      running += 1;
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      done.add(id);
      return DONE;
    },
  });
  await worker.put(items(1_000, "a"));
  await worker.start();
  await until(() => done.size === 1_000, clock, 100);
  assert.ok(refused > 0 && refused < 100, `${refused} were refused`);
  await until(() => isEmpty(work));
});

test("a target that takes nothing is asked ever more seldom", async (t) => {
  const asked: number[] = [];
  const { clock, make } = await setUp(t);
  const worker = make({
    handle: async () => {
      asked.push(clock.nowMs());
      return { outcome: "again", visibleAtMs: clock.nowMs(), state: null, isThrottled: true };
    },
  });
  await worker.put(items(100, "a"));
  await worker.start();
  for (let second = 0; second < 300; second++) {
    await clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(asked.length > 10 && asked.length < 60, `asked ${asked.length} times`);
});
