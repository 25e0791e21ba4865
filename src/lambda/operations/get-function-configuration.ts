import { functionConfiguration } from "../configuration.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findFunction } from "../function-lookup.ts";

/** `GetFunctionConfiguration`. */
export function getFunctionConfiguration(plane: ControlPlane): LambdaHandler<"GetFunctionConfiguration"> {
  return async (input, context) => {
    const { entry, qualifier, target } = await findFunction(plane, input, context, "lambda:GetFunctionConfiguration");
    return functionConfiguration(entry.record, target.version.record, qualifier, plane.runtimes());
  };
}
