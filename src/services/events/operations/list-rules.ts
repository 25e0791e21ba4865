import { busNameOf } from "../arn.ts";
import { describedRule } from "../described-rule.ts";
import { pageOf } from "../list-page.ts";
import type { EventsDependencies, Operation } from "../operation.ts";

/** Throws `ResourceNotFoundException` for the bus. */
export function listRules({ directory }: EventsDependencies): Operation<"ListRules"> {
  return async (input, { scope }) => {
    const { NamePrefix: prefix = "" } = input;
    const { rules } = (await directory.in(scope)).bus(busNameOf(scope, input.EventBusName));
    const matching = [...rules.values()].filter(({ record }) => record.name.startsWith(prefix));
    const { entries, next } = pageOf(matching, ({ record }) => record.name, input);
    return { Rules: entries.map(describedRule), ...next };
  };
}
