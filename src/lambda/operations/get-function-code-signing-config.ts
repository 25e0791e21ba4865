import type { LambdaModel } from "../../wire/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findWholeFunction } from "../function-lookup.ts";

/** `GetFunctionCodeSigningConfig`: empty, as AWS answers for a function without one, although its model requires members. */
export function getFunctionCodeSigningConfig(plane: ControlPlane): LambdaHandler<"GetFunctionCodeSigningConfig"> {
  return async (input, context) => {
    await findWholeFunction(plane, input, context, "lambda:GetFunctionCodeSigningConfig");
    return {} as LambdaModel.GetFunctionCodeSigningConfigResponse;
  };
}
