import type { Clock, Random, Targets } from "../../base/index.ts";
import type { RecordStore, WorkQueue } from "../../store/index.ts";
import type { Worker, WorkHandler } from "../../work/index.ts";
import type { HttpEndpoints } from "./delivery/http-endpoint.ts";

/** What the service is made from. */
export interface SnsServiceOptions {
  readonly records: RecordStore;
  readonly work: WorkQueue;
  /** Makes the worker that drains a queue of `work`. */
  readonly newWorker: (queue: string, handler: WorkHandler) => Worker;
  readonly targets: Targets;
  readonly endpoints: HttpEndpoints;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of messages that are given up. */
  readonly report: (error: unknown) => void;
}
