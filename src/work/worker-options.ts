import type { Clock } from "../base/index.ts";
import type { WorkQueue } from "../store/index.ts";
import type { WorkHandler } from "./worker.ts";

export interface WorkerOptions {
  /** Where the work is kept. */
  readonly work: WorkQueue;
  /** The queue that this worker drains; one worker of a process for each. */
  readonly queue: string;
  readonly handle: WorkHandler;
  readonly clock: Clock;
  /** Told of faults that no caller waits for: of the handler, and of the store. */
  readonly onFault: (error: unknown) => void;
  /** Attempts under way at once; a lane gets at most half of it, and never all that is left. Default: 1,000. */
  readonly concurrencyMax?: number;
  /** Of one lane. Default: none but the half. */
  readonly laneConcurrencyMax?: number;
  /** How long work is held before another node may take it; it is renewed while the attempt goes on. Default: 1 minute. */
  readonly leaseMs?: number;
  /** How often to look for what other nodes have put, where there are any. Default: never. */
  readonly rescanMs?: number;
}
