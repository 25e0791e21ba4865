import { type Clock, giveBackMemory } from "../base/index.ts";

const DELAY_MS = 1_000;

/**
 * Gives back what loading the program took and running it does not need (about 10 MiB): a second after the start, or
 * later when requests are under way.
 */
export function trimMemoryWhenIdle(clock: Clock, isIdle: () => boolean): void {
  clock.after(DELAY_MS, () => {
    if (isIdle()) giveBackMemory();
    else trimMemoryWhenIdle(clock, isIdle);
  });
}
