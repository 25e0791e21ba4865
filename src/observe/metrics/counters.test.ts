import assert from "node:assert/strict";
import { test } from "node:test";
import { FactBus } from "../../base/index.ts";
import type { AdmissionFact, LaunchSpec, StemFact } from "../../invoke/index.ts";
import { AdmissionCounters } from "./admission-counters.ts";
import { StemCounters } from "./stem-counters.ts";

const shape = { timeMs: 0, runtime: "nodejs22.x", memoryMib: 128, tmpMib: 512, waiting: 0 };

test("stem cells are counted by shape, and why they were given up", () => {
  const facts = new FactBus<StemFact>(assert.fail);
  const counters = new StemCounters(facts);
  assert.deepEqual(counters.shapes, []);
  for (const type of ["stem.missed", "stem.grown", "stem.grown", "stem.taken"] as const) facts.emit({ ...shape, type });
  facts.emit({ ...shape, type: "stem.discarded", reason: "memory" });
  facts.emit({ ...shape, type: "stem.bypassed", memoryMib: 256 });
  const discarded = { unwanted: 0, memory: 0, room: 0, broken: 0 };
  const { timeMs, waiting, ...named } = shape;
  assert.deepEqual([timeMs, waiting], [0, 0]);
  assert.deepEqual(counters.shapes, [
    { ...named, hits: 1, misses: 1, direct: 0, grown: 2, discarded: { ...discarded, memory: 1 } },
    { ...named, memoryMib: 256, hits: 0, misses: 0, direct: 1, grown: 0, discarded },
  ]);
});

test("shapes beyond the bound are not kept, those that are known go on counting", () => {
  const facts = new FactBus<StemFact>(assert.fail);
  const counters = new StemCounters(facts);
  for (let memoryMib = 0; memoryMib < 2_000; memoryMib++) facts.emit({ ...shape, type: "stem.missed", memoryMib });
  facts.emit({ ...shape, type: "stem.missed", memoryMib: 0 });
  assert.equal(counters.shapes.length, 1_000);
  assert.equal(counters.shapes[0]?.misses, 2);
});

test("events are counted at the door, by the limit that refused them", () => {
  const facts = new FactBus<AdmissionFact>(assert.fail);
  const counters = new AdmissionCounters(facts);
  assert.deepEqual(counters.counts, { admitted: 0, spilledOver: 0, throttled: {} });
  // The counters do not look at it.
  const spec = {} as LaunchSpec;
  const admitted = {
    type: "invocation.admitted",
    timeMs: 0,
    spec,
    draw: "on-demand",
    functionInFlight: 1,
    accountInFlight: 1,
    provisionedInFlight: 0,
    provisionedAvailable: 0,
  } as const;
  facts.emit({ ...admitted, isSpillover: false });
  facts.emit({ ...admitted, isSpillover: true });
  const throttled = { type: "invocation.throttled", timeMs: 0, spec } as const;
  facts.emit({ ...throttled, reason: "CallerRateLimitExceeded" });
  assert.deepEqual(counters.counts, { admitted: 2, spilledOver: 1, throttled: { CallerRateLimitExceeded: 1 } });
});
