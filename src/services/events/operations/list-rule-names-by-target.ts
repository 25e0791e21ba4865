import { busNameOf } from "../arn.ts";
import { pageOf } from "../list-page.ts";
import type { EventsDependencies, Operation } from "../operation.ts";

/** Throws `ResourceNotFoundException` for the bus. */
export function listRuleNamesByTarget({ directory }: EventsDependencies): Operation<"ListRuleNamesByTarget"> {
  return async (input, { scope }) => {
    const { rules } = (await directory.in(scope)).bus(busNameOf(scope, input.EventBusName));
    const names = [...rules.values()]
      .filter(({ record }) => record.targets.some(({ arn }) => arn === input.TargetArn))
      .map(({ record }) => record.name);
    const { entries, next } = pageOf(names, (name) => name, input);
    return { RuleNames: entries, ...next };
  };
}
