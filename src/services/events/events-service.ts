import type { Clock, Random, Targets } from "../../base/index.ts";
import type { LogStore, RecordStore } from "../../store/index.ts";
import type { EventsOperations, Handlers } from "../../wire/index.ts";
import type { Worker, WorkHandler } from "../../work/index.ts";
import { DELIVERY_QUEUE } from "./delivery/delivery-work.ts";
import { Deliverer } from "./delivery/deliverer.ts";
import { DropReports } from "./delivery/drop-reports.ts";
import type { EventDropped } from "./delivery/event-dropped.ts";
import { EventIntake } from "./delivery/event-intake.ts";
import { acceptOutgoing } from "./delivery/outgoing-event.ts";
import { Directory } from "./directory/directory.ts";
import { handlers } from "./handlers.ts";
import { PLAN_QUEUE } from "./schedule/plan-work.ts";
import { RuleSchedules } from "./schedule/rule-schedules.ts";

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

/** EventBridge over a store. */
export interface EventsService {
  readonly handlers: Handlers<EventsOperations>;
  /** As `Targets` has it: puts an event on the bus with that ARN. */
  readonly putEvent: Targets["putEvent"];
  /** Takes up deliveries and firings that a former server left. */
  start(): Promise<void>;
  /** Waits at most `graceMs` for deliveries that run; the others stay in the store. */
  stop(graceMs: number): Promise<void>;
}

/** The service named `events`. Nothing runs until `start`. */
export function createEventsService(options: EventsServiceOptions): EventsService {
  const { records, logs, clock, random, targets, onDropped } = options;
  const directory = new Directory(records);
  const deliveries: Worker = options.newWorker(DELIVERY_QUEUE, (work) => deliverer.attempt(work));
  const intake = new EventIntake({ directory, random, worker: deliveries });
  const drops = new DropReports(clock, onDropped);
  const onDrop = (drop: EventDropped): void => drops.add(drop);
  const deliverer = new Deliverer({ directory, intake, targets, logs, clock, random, onDropped: onDrop });
  const firings: Worker = options.newWorker(PLAN_QUEUE, (work) => schedules.fire(work));
  const schedules = new RuleSchedules({ directory, worker: firings, clock, random });
  return {
    handlers: handlers({ directory, intake, schedules, clock, random }),
    putEvent: (arn, event, sender) => acceptOutgoing({ directory, intake, clock, random }, arn, event, sender),
    start: async () => {
      await Promise.all([deliveries.start(), firings.start()]);
    },
    stop: async (graceMs) => {
      await Promise.all([deliveries.stop(graceMs), firings.stop(graceMs)]);
    },
  };
}
