import { compileEventPattern, type PreparedEvent, type Scope } from "../../../base/index.ts";
import { ruleArn } from "../arn.ts";
import { compileTargetInput, type TargetInput } from "../input/target-input.ts";
import type { RuleRecord, TargetRecord } from "./rule-record.ts";

/** A target, ready to be sent events. */
export interface Target {
  readonly record: TargetRecord;
  readonly input: TargetInput;
}

/** A rule, ready to match. */
export interface Rule {
  readonly record: RuleRecord;
  /** Of the stored record. */
  readonly version: number;
  readonly arn: string;
  readonly targets: ReadonlyMap<string, Target>;
  /** Whether an event put on the bus is for the targets: the rule is enabled and has a pattern that fits. */
  matches(event: PreparedEvent): boolean;
}

export function compileRule(scope: Scope, record: RuleRecord, version: number): Rule {
  const pattern = record.pattern === null ? undefined : compileEventPattern(record.pattern);
  const isEnabled = record.state !== "DISABLED";
  return {
    record,
    version,
    arn: ruleArn(scope, record.bus, record.name),
    targets: new Map(
      record.targets.map((target) => [target.id, { record: target, input: compileTargetInput(target) }]),
    ),
    matches: (event) => isEnabled && pattern?.matches(event) === true,
  };
}
