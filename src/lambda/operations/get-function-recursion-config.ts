import { belongingKey } from "../belongings.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findWholeFunction } from "../function-lookup.ts";
import { LATEST } from "../function-name.ts";
import { readRecursion, RECURSION_KIND } from "../recursion-record.ts";

/** `GetFunctionRecursionConfig`: `Terminate` unless it was set otherwise. */
export function getFunctionRecursionConfig(plane: ControlPlane): LambdaHandler<"GetFunctionRecursionConfig"> {
  return async (input, context) => {
    const entry = await findWholeFunction(plane, input, context, "lambda:GetFunctionRecursionConfig");
    const key = belongingKey(entry.key, LATEST);
    const stored = await plane.records.get(RECURSION_KIND, key);
    return { RecursiveLoop: stored === undefined ? "Terminate" : readRecursion(key, stored.value).recursiveLoop };
  };
}
