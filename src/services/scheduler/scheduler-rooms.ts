import type { Handlers, SchedulerOperations } from "../../wire/index.ts";
import type { WorkHandler } from "../../work/index.ts";
import { FiringHandler } from "./firing/firing-handler.ts";
import { PlanHandler } from "./firing/plan-handler.ts";
import { SchedulePlan } from "./firing/schedule-plan.ts";
import { workKind } from "./firing/scheduler-work.ts";
import { GroupDirectory } from "./groups/group-directory.ts";
import { GroupHandler } from "./groups/group-handler.ts";
import { schedulerHandlers } from "./handlers.ts";
import type { SchedulerServiceOptions } from "./scheduler-options.ts";
import { ScheduleDirectory } from "./schedules/schedule-directory.ts";

/** The parts of the service, put together. */
export interface SchedulerRooms {
  readonly handlers: Handlers<SchedulerOperations>;
  /** Does the work of `SCHEDULER_QUEUE`. */
  readonly handle: WorkHandler;
}

export function schedulerRooms(options: SchedulerServiceOptions): SchedulerRooms {
  const { records, clock, random } = options;
  const schedules = new ScheduleDirectory(records);
  const groups = new GroupDirectory(records);
  const plan = new SchedulePlan(options);
  const parts = { ...options, schedules };
  const firings = new FiringHandler(parts);
  const plans = new PlanHandler(parts, plan, firings);
  const deletions = new GroupHandler(groups, schedules);
  return {
    handlers: schedulerHandlers({ groups, schedules, plan, clock, random }),
    handle: (piece) => {
      const handler = { plan: plans, firing: firings, group: deletions }[workKind(piece)];
      return handler.handle(piece);
    },
  };
}
