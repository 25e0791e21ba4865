import { busNameOf } from "../arn.ts";
import { pageOf } from "../list-page.ts";
import type { EventsDependencies, Operation } from "../operation.ts";
import { describedTarget } from "../target-settings.ts";

/** Throws `ResourceNotFoundException`. */
export function listTargetsByRule({ directory }: EventsDependencies): Operation<"ListTargetsByRule"> {
  return async (input, { scope }) => {
    const { record } = (await directory.in(scope)).rule(busNameOf(scope, input.EventBusName), input.Rule);
    const { entries, next } = pageOf(record.targets, ({ id }) => id, input);
    return { Targets: entries.map(describedTarget), ...next };
  };
}
