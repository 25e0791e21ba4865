import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Clock } from "../base/index.ts";

const DELAY_MS = 1_000;

/**
 * Gives back what loading the program took and running it does not need (about 10 MiB): a second after the start, or
 * later when requests are under way, since the collection takes some 20 ms. V8 would do it by itself only after a while.
 */
export function trimMemoryWhenIdle(clock: Clock, isIdle: () => boolean): void {
  clock.after(DELAY_MS, () => {
    if (isIdle()) collect();
    else trimMemoryWhenIdle(clock, isIdle);
  });
}

function collect(): void {
  setFlagsFromString("--expose-gc");
  const gc: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof gc === "function") gc({ type: "major", execution: "sync", flavor: "last-resort" });
}
