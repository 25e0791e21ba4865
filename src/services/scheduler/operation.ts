import type { Clock, Random } from "../../base/index.ts";
import type { Handlers, SchedulerOperations } from "../../wire/index.ts";
import type { GroupDirectory } from "./groups/group-directory.ts";
import type { ScheduleDirectory } from "./schedules/schedule-directory.ts";
import type { SchedulePlan } from "./firing/schedule-plan.ts";

/** What the operations work with. */
export interface SchedulerDependencies {
  readonly groups: GroupDirectory;
  readonly schedules: ScheduleDirectory;
  readonly plan: SchedulePlan;
  readonly clock: Clock;
  readonly random: Random;
}

/** The function behind one operation. */
export type Operation<Name extends keyof SchedulerOperations> = NonNullable<Handlers<SchedulerOperations>[Name]>;
