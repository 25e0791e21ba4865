import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { invoke } from "./invoke.ts";

/** `InvokeAsync`, the older way to ask for `Invoke` with the type `Event`. */
export function invokeAsync(plane: ControlPlane): LambdaHandler<"InvokeAsync"> {
  const asEvent = invoke(plane);
  return async ({ FunctionName, InvokeArgs }, context) => {
    const { StatusCode } = await asEvent({ FunctionName, InvocationType: "Event", Payload: InvokeArgs }, context);
    return { Status: StatusCode };
  };
}
