import { scheduler } from "node:timers/promises";
import type { TestClock } from "../../../src/base/index.ts";

/** Lets real work (a commit, say) happen until the condition holds, moving the clock by `stepMs` each time. */
export async function until(holds: () => boolean | Promise<boolean>, clock?: TestClock, stepMs = 0): Promise<void> {
  for (let turn = 0; !(await holds()); turn++) {
    if (turn > 20_000) throw new Error("it does not come about");
    await clock?.advance(stepMs);
    await scheduler.wait(1);
  }
}
