import type { Scope } from "../../../base/index.ts";
import type { Json, StoredRecord } from "../../../store/index.ts";
import type { SchedulerModel } from "../../../wire/index.ts";
import { groupArn } from "../arn.ts";

export const GROUP_KIND = "scheduler-group";

/** What is remembered of a group, beside its name. */
export type GroupRecord = {
  readonly state: SchedulerModel.ScheduleGroupState;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Of the request that made it, so that the same request twice is one. */
  readonly clientToken: string | null;
};

export interface Group extends GroupRecord {
  readonly name: string;
  /** 0 when it is not stored, which only the default group may be. */
  readonly version: number;
}

export function groupKey({ accountId, region }: Scope, name: string): string {
  return `${accountId}/${region}/${name}`;
}

export function groupOf({ key, value, version }: StoredRecord): Group {
  // Written by this service alone.
  const record = value as unknown as GroupRecord;
  return { ...record, name: key.slice(key.lastIndexOf("/") + 1), version };
}

export function groupValue({ state, createdMs, modifiedMs, tags, clientToken }: GroupRecord): Json {
  return { state, createdMs, modifiedMs, tags, clientToken };
}

/** A group as GetScheduleGroup and ListScheduleGroups tell it. */
export function describeGroup(scope: Scope, group: Group): SchedulerModel.ScheduleGroupSummary {
  return {
    Arn: groupArn(scope, group.name),
    CreationDate: new Date(group.createdMs),
    LastModificationDate: new Date(group.modifiedMs),
    Name: group.name,
    State: group.state,
  };
}
