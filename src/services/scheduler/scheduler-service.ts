import type { Handlers, SchedulerOperations } from "../../wire/index.ts";
import { createWorker } from "../../work/index.ts";
import { SCHEDULER_QUEUE } from "./firing/queues.ts";
import type { SchedulerServiceOptions } from "./scheduler-options.ts";
import type { SchedulerRooms } from "./scheduler-rooms.ts";

/** Firings under way at once: enough for two commits of the disk in a row, and no more may be doubled when the server is killed. */
const CONCURRENCY_MAX = 256;

/** EventBridge Scheduler over the store. */
export interface SchedulerService {
  readonly handlers: () => Promise<Handlers<SchedulerOperations>>;
  /** Begins to fire schedules, those that were due meanwhile first. */
  start(): Promise<void>;
  /** Begins no firing any more, and waits for those under way at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/**
 * The service named `scheduler`. Nothing fires until `start`. Its parts are loaded at the first request or when the first
 * schedule is due, so that a server without schedules does not pay for them.
 */
export function createSchedulerService(options: SchedulerServiceOptions): SchedulerService {
  const { work, clock, onFailure } = options;
  let loading: Promise<SchedulerRooms> | undefined;
  const rooms = (): Promise<SchedulerRooms> => (loading ??= load());
  const load = async (): Promise<SchedulerRooms> => (await import("./scheduler-rooms.ts")).schedulerRooms(options);
  const worker = createWorker({
    work,
    queue: SCHEDULER_QUEUE,
    handle: async (piece, signal) => (await rooms()).handle(piece, signal),
    clock,
    onFault: onFailure,
    concurrencyMax: CONCURRENCY_MAX,
  });
  return {
    handlers: async () => (await rooms()).handlers,
    start: () => worker.start(),
    stop: (graceMs) => worker.stop(graceMs),
  };
}
