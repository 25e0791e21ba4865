import assert from "node:assert/strict";
import { test } from "node:test";
import type { CpuInfo } from "node:os";
import { TestClock } from "../base/index.ts";
import { freeProcessorShare } from "./free-processor-share.ts";

function processor(idle: number, user: number): CpuInfo {
  return { model: "", speed: 0, times: { user, nice: 0, sys: 0, idle, irq: 0 } };
}

test("the free share is that of all processors since the last time", async () => {
  const clock = new TestClock();
  let processors = [processor(0, 0), processor(0, 0)];
  const share = freeProcessorShare(clock, () => processors);
  assert.equal(share(), 1, "nothing is known yet");
  processors = [processor(100, 0), processor(50, 50)];
  assert.equal(share(), 1, "too soon to tell");
  await clock.advance(100);
  assert.equal(share(), 0.75);
  await clock.advance(100);
  processors = [processor(100, 100), processor(50, 150)];
  assert.equal(share(), 0);
  await clock.advance(100);
  assert.equal(share(), 0, "the counters have not moved");
});
