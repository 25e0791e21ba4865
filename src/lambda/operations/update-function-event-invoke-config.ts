import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import {
  eventInvokeOwner,
  findEventInvokeConfig,
  writeEventInvokeConfig,
} from "../event-invoke/event-invoke-configs.ts";

/** `UpdateFunctionEventInvokeConfig`: what is not given stays; there must be a config. */
export function updateFunctionEventInvokeConfig(plane: ControlPlane): LambdaHandler<"UpdateFunctionEventInvokeConfig"> {
  return async (input, context) => {
    const owner = eventInvokeOwner(input, context, "lambda:UpdateFunctionEventInvokeConfig");
    return writeEventInvokeConfig(plane, input, context, owner, () => findEventInvokeConfig(plane, owner));
  };
}
