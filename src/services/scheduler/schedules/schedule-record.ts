import type { Scope } from "../../../base/index.ts";
import type { Json, StoredRecord } from "../../../store/index.ts";
import type { SchedulerModel } from "../../../wire/index.ts";
import { scheduleArn } from "../arn.ts";

export const SCHEDULE_KIND = "scheduler-schedule";

/** What a request says of a schedule, with defaults filled in. */
export interface ScheduleSettings {
  readonly description: string | null;
  readonly expression: string;
  readonly timeZone: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** 0 when the flexible time window is off. */
  readonly windowMinutes: number;
  readonly state: SchedulerModel.ScheduleState;
  readonly actionAfterCompletion: SchedulerModel.ActionAfterCompletion;
  readonly kmsKeyArn: string | null;
  readonly target: SchedulerModel.Target;
}

/** What is remembered of a schedule, beside its name and group. */
export interface ScheduleRecord extends ScheduleSettings {
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** Where a rate counts from. */
  readonly rateStartMs: number;
  /** New with every write, so that what was planned for a former version of the schedule is known as such. */
  readonly generation: string;
  /** Of the request that made it, so that the same request twice is one. */
  readonly clientToken: string | null;
}

export interface Schedule extends ScheduleRecord {
  readonly scope: Scope;
  readonly group: string;
  readonly name: string;
  readonly version: number;
}

export function scheduleKey({ accountId, region }: Scope, group: string, name: string): string {
  return `${accountId}/${region}/${group}/${name}`;
}

export function scheduleOf({ key, value, version }: StoredRecord): Schedule {
  const [accountId = "", region = "", group = "", name = ""] = key.split("/");
  // Written by this service alone.
  const record = value as unknown as ScheduleRecord;
  return { ...record, scope: { accountId, region }, group, name, version };
}

export function scheduleValue(schedule: Schedule): Json {
  // What the key and the store say is not said twice, and a target's members that are not given are not there.
  const record = { ...schedule, scope: undefined, group: undefined, name: undefined, version: undefined };
  return JSON.parse(JSON.stringify(record)) as Json;
}

export function arnOf({ scope, group, name }: Schedule): string {
  return scheduleArn(scope, group, name);
}
