import type { EventsDependencies, Operation } from "../operation.ts";
import { setRuleState } from "../rule-state.ts";

/** Throws `ResourceNotFoundException`. */
export function enableRule(dependencies: EventsDependencies): Operation<"EnableRule"> {
  return async (input, context) => setRuleState(dependencies, input, context, "ENABLED");
}
