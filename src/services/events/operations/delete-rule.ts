import { busNameOf } from "../arn.ts";
import { eventsError } from "../errors.ts";
import type { EventsDependencies, Operation } from "../operation.ts";

/** Deleting what is not there succeeds. Throws `ResourceNotFoundException` for the bus, `ValidationException` for targets. */
export function deleteRule({ directory }: EventsDependencies): Operation<"DeleteRule"> {
  return async ({ Name: name, EventBusName }, { scope }) => {
    const here = await directory.in(scope);
    await here.change(async () => {
      const rule = here.bus(busNameOf(scope, EventBusName)).rules.get(name);
      if (rule === undefined) return;
      if (rule.targets.size > 0) throw eventsError("rule-has-targets");
      await here.deleteRule(rule);
    });
  };
}
