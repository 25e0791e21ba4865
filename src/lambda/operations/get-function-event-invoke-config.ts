import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { eventInvokeConfig, eventInvokeOwner, findEventInvokeConfig } from "../event-invoke/event-invoke-configs.ts";

/** `GetFunctionEventInvokeConfig`. */
export function getFunctionEventInvokeConfig(plane: ControlPlane): LambdaHandler<"GetFunctionEventInvokeConfig"> {
  return async (input, context) => {
    const owner = eventInvokeOwner(input, context, "lambda:GetFunctionEventInvokeConfig");
    const config = await findEventInvokeConfig(plane, owner);
    const entry = await plane.directory.find(owner.functionKey);
    if (entry === undefined) throw lambdaError("event-invoke-config-not-found", { arn: owner.arn });
    return eventInvokeConfig(entry, config);
  };
}
