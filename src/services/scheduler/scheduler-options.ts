import type { Clock, Random, Targets } from "../../base/index.ts";
import type { RecordStore, WorkQueue } from "../../store/index.ts";

/** What the service is made from. */
export interface SchedulerServiceOptions {
  readonly records: RecordStore;
  readonly work: WorkQueue;
  readonly targets: Targets;
  readonly clock: Clock;
  readonly random: Random;
  /** Told what goes wrong where no caller waits: firings that are lost, and faults of the store. */
  readonly onFailure: (error: unknown) => void;
}
