import type { Clock, Random, Targets } from "../../base/index.ts";
import type { LogStore, RecordStore } from "../../store/index.ts";
import type { Worker, WorkHandler } from "../../work/index.ts";

/** What the service is made from. */
export interface EventsServiceOptions {
  readonly records: RecordStore;
  /** Makes the worker that drains a queue. */
  readonly newWorker: (queue: string, handler: WorkHandler) => Worker;
  readonly targets: Targets;
  /** Where events are written whose target is a log group. */
  readonly logs: Pick<LogStore, "group" | "append">;
  readonly clock: Clock;
  readonly random: Random;
  /**
   * Told of events that are dropped: a target failed for good and there is no dead-letter queue, or it failed too. Many of
   * one target within a minute are told as a number.
   */
  readonly onDropped: (error: Error) => void;
}
