import type { Targets } from "../../base/index.ts";
import type { EventsOperations, Handlers } from "../../wire/index.ts";
import type { Worker, WorkHandler } from "../../work/index.ts";
import { Deliverer } from "./delivery/deliverer.ts";
import { DropReports } from "./delivery/drop-reports.ts";
import { EventIntake } from "./delivery/event-intake.ts";
import { acceptOutgoing } from "./delivery/outgoing-event.ts";
import { Directory } from "./directory/directory.ts";
import type { EventsServiceOptions } from "./events-options.ts";
import { handlers } from "./handlers.ts";
import { RuleSchedules } from "./schedule/rule-schedules.ts";

/** The parts of the service, put together. */
export interface EventsRooms {
  readonly handlers: Handlers<EventsOperations>;
  readonly putEvent: Targets["putEvent"];
  /** Does the work of `DELIVERY_QUEUE`. */
  readonly deliver: WorkHandler;
  /** Does the work of `PLAN_QUEUE`. */
  readonly fire: WorkHandler;
}

/**
 * @param deliveries drains `DELIVERY_QUEUE`
 * @param firings drains `PLAN_QUEUE`
 */
export function eventsRooms(options: EventsServiceOptions, deliveries: Worker, firings: Worker): EventsRooms {
  const { records, logs, clock, random, targets } = options;
  const directory = new Directory(records);
  const intake = new EventIntake({ directory, random, worker: deliveries });
  const drops = new DropReports(clock, options.onDropped);
  const onDropped = drops.add.bind(drops);
  const deliverer = new Deliverer({ directory, intake, targets, logs, clock, random, onDropped });
  const schedules = new RuleSchedules({ directory, worker: firings, clock, random });
  return {
    handlers: handlers({ directory, intake, schedules, clock, random }),
    putEvent: (arn, event, sender) => acceptOutgoing({ directory, intake, clock, random }, arn, event, sender),
    deliver: (work) => deliverer.attempt(work),
    fire: (work) => schedules.fire(work),
  };
}
