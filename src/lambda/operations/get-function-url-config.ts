import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { urlConfig } from "../function-urls/url-config.ts";
import { findUrlOwner, urlOf } from "../function-urls/url-owner.ts";

const ACTION = "lambda:GetFunctionUrlConfig";

/** `GetFunctionUrlConfig`. */
export function getFunctionUrlConfig(plane: ControlPlane): LambdaHandler<"GetFunctionUrlConfig"> {
  return async (input, context) => {
    const owner = await findUrlOwner(plane, input, context, ACTION, "requested-not-found");
    const found = await urlOf(plane.records, owner);
    if (found === undefined) throw lambdaError("requested-not-found");
    return urlConfig(found, owner.arn, context);
  };
}
