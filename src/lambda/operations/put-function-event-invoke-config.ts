import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import {
  emptyEventInvokeConfig,
  eventInvokeOwner,
  writeEventInvokeConfig,
} from "../event-invoke/event-invoke-configs.ts";

/** `PutFunctionEventInvokeConfig`: what is not given takes the default of the service again. */
export function putFunctionEventInvokeConfig(plane: ControlPlane): LambdaHandler<"PutFunctionEventInvokeConfig"> {
  return async (input, context) => {
    const owner = eventInvokeOwner(input, context, "lambda:PutFunctionEventInvokeConfig");
    const nothing = () => Promise.resolve(emptyEventInvokeConfig(owner.qualifier));
    return writeEventInvokeConfig(plane, input, context, owner, nothing);
  };
}
