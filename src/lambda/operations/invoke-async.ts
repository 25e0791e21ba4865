import { OLD_ASYNC_REQUEST_BYTES_MAX } from "../../base/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { invoke } from "./invoke.ts";

/** `InvokeAsync`, the older way to ask for `Invoke` with the type `Event`, with a smaller limit. */
export function invokeAsync(plane: ControlPlane): LambdaHandler<"InvokeAsync"> {
  const asEvent = invoke(plane);
  return async ({ FunctionName, InvokeArgs }, context) => {
    const bytes = InvokeArgs.byteLength;
    const limit = OLD_ASYNC_REQUEST_BYTES_MAX;
    if (bytes > limit) throw lambdaError("payload-too-large", { bytes, invocationType: "Event", limit });
    const { StatusCode } = await asEvent({ FunctionName, InvocationType: "Event", Payload: InvokeArgs }, context);
    return { Status: StatusCode };
  };
}
