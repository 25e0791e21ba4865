import { busNameOf } from "../arn.ts";
import { describedRule } from "../described-rule.ts";
import type { EventsDependencies, Operation } from "../operation.ts";

/** Throws `ResourceNotFoundException`. */
export function describeRule({ directory }: EventsDependencies): Operation<"DescribeRule"> {
  return async ({ Name, EventBusName }, { scope }) => {
    const rule = (await directory.in(scope)).rule(busNameOf(scope, EventBusName), Name);
    return { ...describedRule(rule), CreatedBy: rule.record.createdBy };
  };
}
