import type { Clock, Random } from "../../base/index.ts";
import type { EventsOperations, Handlers } from "../../wire/index.ts";
import type { Directory } from "./directory/directory.ts";
import type { EventIntake } from "./delivery/event-intake.ts";
import type { RuleSchedules } from "./schedule/rule-schedules.ts";

/** What the operations work with. */
export interface EventsDependencies {
  readonly directory: Directory;
  readonly intake: EventIntake;
  readonly schedules: RuleSchedules;
  readonly clock: Clock;
  readonly random: Random;
}

/** The function behind one operation. */
export type Operation<Name extends keyof EventsOperations> = NonNullable<Handlers<EventsOperations>[Name]>;
