import type { Scope } from "../../base/index.ts";
import { schedulerError } from "./errors.ts";

/** The group of schedules that name none; it is always there. */
export const DEFAULT_GROUP = "default";

export function scheduleArn({ region, accountId }: Scope, group: string, name: string): string {
  return `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${name}`;
}

export function groupArn({ region, accountId }: Scope, name: string): string {
  return `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}`;
}

/** The name of the group that an ARN of this account and region means. Throws `ResourceNotFoundException` for others. */
export function groupOfArn(scope: Scope, arn: string): string {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  if (arn !== groupArn(scope, name)) throw schedulerError("group-not-found", { name });
  return name;
}
