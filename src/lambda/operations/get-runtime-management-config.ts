import { functionArn } from "../../base/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findFunction } from "../function-lookup.ts";
import { LATEST } from "../function-name.ts";

/** `GetRuntimeManagementConfig`: Auto, since functions always run on the runtime that the machine has. */
export function getRuntimeManagementConfig(plane: ControlPlane): LambdaHandler<"GetRuntimeManagementConfig"> {
  return async (input, context) => {
    const { entry } = await findFunction(plane, input, context, "lambda:GetRuntimeManagementConfig");
    return { UpdateRuntimeOn: "Auto", FunctionArn: functionArn(context.scope, entry.record.name, LATEST) };
  };
}
