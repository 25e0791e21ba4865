import type { Scope } from "../../../base/index.ts";
import type { Json } from "../../../store/index.ts";
import type { EventsModel } from "../../../wire/index.ts";
import { scopePrefix } from "./bus-record.ts";

/** A rule with its targets, by `ruleKey`. */
export const RULE_KIND = "events-rule";

export type TargetRecord = {
  readonly id: string;
  readonly arn: string;
  /** At most one of the next three. */
  readonly input: string | null;
  readonly inputPath: string | null;
  readonly transformer: { readonly paths: { readonly [name: string]: string }; readonly template: string } | null;
  /** Of an SQS queue. */
  readonly messageGroupId: string | null;
  readonly deadLetterArn: string | null;
  readonly retriesMax: number | null;
  readonly eventAgeMaxS: number | null;
  /** As they were put: the role, and parameters of targets that are not there. */
  readonly stored: { readonly [member: string]: Json };
};

export type RuleRecord = {
  readonly form: 1;
  readonly name: string;
  readonly bus: string;
  /** JSON, as it was put. */
  readonly pattern: string | null;
  readonly schedule: string | null;
  /** Changes with whatever changes when the rule fires next, so that what was planned before is known to be void. */
  readonly scheduleId: string | null;
  readonly state: EventsModel.RuleState;
  readonly description: string | null;
  readonly roleArn: string | null;
  readonly createdBy: string;
  readonly tags: { readonly [key: string]: string };
  readonly targets: readonly TargetRecord[];
};

export function ruleKey(scope: Scope, bus: string, name: string): string {
  return `${scopePrefix(scope)}${bus}/${name}`;
}

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readRuleRecord(key: string, value: Json): RuleRecord {
  if (isRuleRecord(value)) return value;
  throw new Error(`the record of rule ${key} was written by another version of Hearth; start that version instead`);
}

function isRuleRecord(value: unknown): value is RuleRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "targets" in value;
}
