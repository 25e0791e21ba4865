import assert from "node:assert/strict";
import { test } from "node:test";
import { StemDemand } from "./stem-demand.ts";

const MINUTE_MS = 60_000;

function shares(demand: StemDemand, nowMs: number): [string, number][] {
  return [...demand.shares(nowMs)];
}

test("nothing is wanted before the first cold start, nor ten minutes after the last", () => {
  const demand = new StemDemand(4);
  assert.deepEqual(shares(demand, 0), []);
  demand.arrive("a", 0);
  assert.deepEqual(shares(demand, 10 * MINUTE_MS - 1), [["a", 1]]);
  assert.deepEqual(shares(demand, 10 * MINUTE_MS), []);
});

test("many starts deserve more, up to the bound, and fewer as time goes by", () => {
  const demand = new StemDemand(4);
  for (let n = 0; n < 20; n++) demand.arrive("a", n);
  assert.deepEqual(shares(demand, 20), [["a", 4]]);
  assert.deepEqual(shares(demand, 70_000), [["a", 2]]);
  assert.deepEqual(shares(demand, 3 * MINUTE_MS), [["a", 1]]);
});

test("every shape of late gets one before any gets two, and the latest come first", () => {
  const demand = new StemDemand(3);
  for (let n = 0; n < 20; n++) demand.arrive("busy", n);
  demand.arrive("other", 30);
  assert.deepEqual(shares(demand, 30), [
    ["other", 1],
    ["busy", 2],
  ]);
  for (const shape of ["c", "d"]) demand.arrive(shape, 40);
  assert.deepEqual(shares(demand, 40), [
    ["d", 1],
    ["c", 1],
    ["other", 1],
  ]);
});

test("without room nothing is wanted", () => {
  const demand = new StemDemand(0);
  demand.arrive("a", 0);
  assert.deepEqual(shares(demand, 0), []);
});
