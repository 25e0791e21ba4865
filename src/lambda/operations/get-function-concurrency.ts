import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findWholeFunction } from "../function-lookup.ts";

/** `GetFunctionConcurrency`: empty, as no concurrency can be reserved yet. */
export function getFunctionConcurrency(plane: ControlPlane): LambdaHandler<"GetFunctionConcurrency"> {
  return async (input, context) => {
    await findWholeFunction(plane, input, context, "lambda:GetFunctionConcurrency");
    return {};
  };
}
