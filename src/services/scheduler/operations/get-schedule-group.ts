import { describeGroup } from "../groups/group-record.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";

/** Throws `ResourceNotFoundException`. */
export function getScheduleGroup({ groups }: SchedulerDependencies): Operation<"GetScheduleGroup"> {
  return async ({ Name }, { scope }) => describeGroup(scope, await groups.get(scope, Name));
}
