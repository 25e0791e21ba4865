import type { cpus } from "node:os";
import type { Clock } from "../base/index.ts";

/** The kernel counts in hundredths of a second; over less than this its answer is chance. */
const WINDOW_MS = 100;

/** Tells the share of processor time that nobody wanted since it was last asked, over at least `WINDOW_MS`; 1 at first. */
export function freeProcessorShare(clock: Clock, processors: typeof cpus): () => number {
  let before = read(processors);
  let atMs = clock.monotonicMs();
  let share = 1;
  return () => {
    const nowMs = clock.monotonicMs();
    if (nowMs - atMs < WINDOW_MS) return share;
    const now = read(processors);
    if (now.total > before.total) share = (now.idle - before.idle) / (now.total - before.total);
    before = now;
    atMs = nowMs;
    return share;
  };
}

function read(processors: typeof cpus): { readonly idle: number; readonly total: number } {
  let [idle, total] = [0, 0];
  for (const { times } of processors()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, total };
}
