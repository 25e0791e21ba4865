import { LaneWorker } from "./lane-worker.ts";
import type { WorkerOptions } from "./worker-options.ts";
import type { Worker } from "./worker.ts";

/**
 * Makes the worker of a queue. It takes from the lanes in turn, a few at a time, so that none waits for the backlog of
 * another, and holds no more than is under way, whatever waits in the store. It is woken by what is put and by the time at
 * which work is due, and does nothing otherwise.
 */
export function createWorker(options: WorkerOptions): Worker {
  return new LaneWorker(options);
}
