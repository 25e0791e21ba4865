import type { EventsDependencies, Operation } from "../operation.ts";
import { setRuleState } from "../rule-state.ts";

/** Throws `ResourceNotFoundException`. */
export function disableRule(dependencies: EventsDependencies): Operation<"DisableRule"> {
  return async (input, context) => setRuleState(dependencies, input, context, "DISABLED");
}
