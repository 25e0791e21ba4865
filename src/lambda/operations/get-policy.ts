import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { findFunction } from "../function-lookup.ts";

/** `GetPolicy`: no function has a policy until permissions can be added. */
export function getPolicy(plane: ControlPlane): LambdaHandler<"GetPolicy"> {
  return async (input, context) => {
    await findFunction(plane, input, context, "lambda:GetPolicy");
    throw lambdaError("policy-not-found");
  };
}
