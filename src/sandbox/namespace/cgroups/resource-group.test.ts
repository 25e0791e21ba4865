import assert from "node:assert/strict";
import { test } from "node:test";
import { cpuShare, homeShares, homeWeight } from "./resource-group.ts";

const cases: [cpuMillis: number, quotaUs: number, periodUs: number][] = [
  [1_000, 20_000, 20_000],
  [5_788, 115_760, 20_000],
  [72, 1_440, 20_000],
  [50, 1_000, 20_000],
  [10, 1_000, 100_000],
  [1, 1_000, 1_000_000],
];

for (const [cpuMillis, quotaUs, periodUs] of cases)
  test(`${cpuMillis} thousandths of a processor are ${quotaUs} of ${periodUs} microseconds`, () => {
    assert.deepEqual(cpuShare(cpuMillis), { quotaUs, periodUs });
  });

for (const [processors, shares, weight] of [
  [1, 128, 13],
  [2, 256, 25],
  [8, 1_024, 100],
  [64, 1_024, 100],
] as const)
  test(`with ${processors} processors all sandboxes together weigh ${shares} of 1024, or ${weight} of 100`, () => {
    assert.deepEqual([homeShares(processors), homeWeight(processors)], [shares, weight]);
  });
