import type { Handlers, SchedulerOperations } from "../../wire/index.ts";
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
import { withStoreFailures } from "./store-failures.ts";

/** The operations that are there. */
export function schedulerHandlers(dependencies: SchedulerDependencies): Handlers<SchedulerOperations> {
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
