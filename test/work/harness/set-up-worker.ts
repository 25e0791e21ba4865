import type { TestContext } from "node:test";
import { TestClock } from "../../../src/base/index.ts";
import type { WorkQueue } from "../../../src/store/index.ts";
import {
  createWorker,
  type Worker,
  type WorkerOptions,
  type WorkOutcome,
  type WorkToPut,
} from "../../../src/work/index.ts";
import { openQueue } from "./open-queue.ts";

export const DONE: WorkOutcome = { outcome: "done" };

export interface Setup {
  readonly clock: TestClock;
  readonly work: WorkQueue;
  readonly worker: Worker;
  readonly faults: unknown[];
  readonly make: (changes?: Partial<WorkerOptions>) => Worker;
}

function handle(): Promise<WorkOutcome> {
  return Promise.resolve(DONE);
}

export async function setUp(t: TestContext, changes: Partial<WorkerOptions> = {}): Promise<Setup> {
  const clock = new TestClock();
  const { work } = await openQueue(t, clock);
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  const make = (more: Partial<WorkerOptions> = {}): Worker => {
    const worker = createWorker({ work, queue: "q", handle, clock, onFault, ...changes, ...more });
    t.after(() => worker.stop(0));
    return worker;
  };
  return { clock, work, worker: make(), faults, make };
}

export function item(id: string, lane = "a", more: Partial<WorkToPut> = {}): WorkToPut {
  return { id, lane, state: null, payload: Buffer.from(id), ...more };
}

export function items(count: number, lane: string): WorkToPut[] {
  return Array.from({ length: count }, (_, index) => item(`${lane}${index}`, lane));
}

export async function isEmpty(work: WorkQueue): Promise<boolean> {
  return (await work.lanes("q", { limit: 1 })).length === 0;
}
