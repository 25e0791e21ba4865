import type { Scope } from "../../base/index.ts";
import type { LogGroup, LogStore } from "../../store/index.ts";
import { groupNotFound, invalidParameter } from "./errors.ts";
import { groupNameOfArn } from "./log-group-arn.ts";

/** The two ways in which requests name a group. */
export interface GroupReference {
  readonly logGroupName?: string | undefined;
  /** A name or an ARN. */
  readonly logGroupIdentifier?: string | undefined;
}

/** The name of the group a request is about. Throws `AwsError` when it names none, two, or one of another account. */
export function groupNameOf(scope: Scope, reference: GroupReference): string {
  const { logGroupName, logGroupIdentifier } = reference;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined)
    throw invalidParameter("Should provide either logGroupName or logGroupIdentifier, but not both");
  if (logGroupName !== undefined) return logGroupName;
  if (logGroupIdentifier === undefined)
    throw invalidParameter("Should provide either logGroupName or logGroupIdentifier");
  if (!logGroupIdentifier.startsWith("arn:")) return logGroupIdentifier;
  const name = groupNameOfArn(scope, logGroupIdentifier);
  if (name === undefined) throw groupNotFound();
  return name;
}

/** The group of this name. Throws `ResourceNotFoundException`. */
export async function existingGroup(logs: LogStore, scope: Scope, name: string): Promise<LogGroup> {
  const group = await logs.group(scope, name);
  if (group === undefined) throw groupNotFound();
  return group;
}
