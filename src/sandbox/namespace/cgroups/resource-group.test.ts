import assert from "node:assert/strict";
import { test } from "node:test";
import { cpuShare } from "./resource-group.ts";

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
