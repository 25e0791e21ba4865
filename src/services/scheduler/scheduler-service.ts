import type { Clock, Random, Targets } from "../../base/index.ts";
import type { RecordStore, WorkQueue } from "../../store/index.ts";
import type { Handlers, SchedulerOperations } from "../../wire/index.ts";
import { createWorker, type WorkHandler } from "../../work/index.ts";
import { FiringHandler } from "./firing/firing-handler.ts";
import { PlanHandler } from "./firing/plan-handler.ts";
import { SchedulePlan } from "./firing/schedule-plan.ts";
import { SCHEDULER_QUEUE, workKind } from "./firing/scheduler-work.ts";
import { GroupDirectory } from "./groups/group-directory.ts";
import { GroupHandler } from "./groups/group-handler.ts";
import type { SchedulerDependencies } from "./operation.ts";
import { createScheduleGroup } from "./operations/create-schedule-group.ts";
import { createSchedule } from "./operations/create-schedule.ts";
import { deleteScheduleGroup } from "./operations/delete-schedule-group.ts";
import { deleteSchedule } from "./operations/delete-schedule.ts";
import { getScheduleGroup } from "./operations/get-schedule-group.ts";
import { getSchedule } from "./operations/get-schedule.ts";
import { listScheduleGroups } from "./operations/list-schedule-groups.ts";
import { listSchedules } from "./operations/list-schedules.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateSchedule } from "./operations/update-schedule.ts";
import { ScheduleDirectory } from "./schedules/schedule-directory.ts";
import { withStoreFailures } from "./store-failures.ts";

/** Firings under way at once: enough for two commits of the disk in a row, and no more may be doubled when the server is killed. */
const CONCURRENCY_MAX = 256;

export interface SchedulerServiceOptions {
  readonly records: RecordStore;
  readonly work: WorkQueue;
  readonly targets: Targets;
  readonly clock: Clock;
  readonly random: Random;
  /** Told what goes wrong where no caller waits: firings that are lost, and faults of the store. */
  readonly onFailure: (error: unknown) => void;
}

/** EventBridge Scheduler over the store. */
export interface SchedulerService {
  readonly handlers: Handlers<SchedulerOperations>;
  /** Begins to fire schedules, those that were due meanwhile first. */
  start(): Promise<void>;
  /** Begins no firing any more, and waits for those under way at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** The service named `scheduler`. Nothing fires until `start`. */
export function createSchedulerService(options: SchedulerServiceOptions): SchedulerService {
  const { records, work, clock, random, onFailure } = options;
  const schedules = new ScheduleDirectory(records);
  const groups = new GroupDirectory(records);
  const plan = new SchedulePlan(options);
  const parts = { ...options, schedules };
  const firings = new FiringHandler(parts);
  const plans = new PlanHandler(parts, plan, firings);
  const deletions = new GroupHandler(groups, schedules);
  const handle: WorkHandler = (piece) => {
    const handler = { plan: plans, firing: firings, group: deletions }[workKind(piece)];
    return handler.handle(piece);
  };
  const concurrencyMax = CONCURRENCY_MAX;
  const worker = createWorker({ work, queue: SCHEDULER_QUEUE, handle, clock, onFault: onFailure, concurrencyMax });
  return {
    handlers: handlersOf({ groups, schedules, plan, clock, random }),
    start: () => worker.start(),
    stop: (graceMs) => worker.stop(graceMs),
  };
}

function handlersOf(dependencies: SchedulerDependencies): Handlers<SchedulerOperations> {
  return {
    CreateSchedule: withStoreFailures(createSchedule(dependencies)),
    CreateScheduleGroup: withStoreFailures(createScheduleGroup(dependencies)),
    DeleteSchedule: withStoreFailures(deleteSchedule(dependencies)),
    DeleteScheduleGroup: withStoreFailures(deleteScheduleGroup(dependencies)),
    GetSchedule: getSchedule(dependencies),
    GetScheduleGroup: getScheduleGroup(dependencies),
    ListScheduleGroups: listScheduleGroups(dependencies),
    ListSchedules: listSchedules(dependencies),
    ListTagsForResource: listTagsForResource(dependencies),
    TagResource: withStoreFailures(tagResource(dependencies)),
    UntagResource: withStoreFailures(untagResource(dependencies)),
    UpdateSchedule: withStoreFailures(updateSchedule(dependencies)),
  };
}
