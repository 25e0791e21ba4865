import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { findFunction } from "../function-lookup.ts";

/** `GetFunctionScalingConfig`: for managed instances only, which no function here has; answered as the service does. */
export function getFunctionScalingConfig(plane: ControlPlane): LambdaHandler<"GetFunctionScalingConfig"> {
  return async (input, context) => {
    await findFunction(plane, input, context, "lambda:GetFunctionScalingConfig");
    throw lambdaError("no-capacity-provider");
  };
}
