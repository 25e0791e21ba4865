import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { findFunction } from "../function-lookup.ts";

/** `PutFunctionScalingConfig`: for managed instances only, which no function here has; answered as the service does. */
export function putFunctionScalingConfig(plane: ControlPlane): LambdaHandler<"PutFunctionScalingConfig"> {
  return async (input, context) => {
    await findFunction(plane, input, context, "lambda:PutFunctionScalingConfig");
    throw lambdaError("no-capacity-provider");
  };
}
