import type { InvocationResult, Invoker } from "../../invoke/index.ts";
import type { LambdaModel } from "../../wire/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { acceptEvent } from "../invocation/accept-event.ts";
import { beginInvocation } from "../invocation/begin-invocation.ts";
import { refuseMissingMembers } from "../missing-members.ts";

type Input = LambdaModel.InvocationRequest;
type Output = LambdaModel.InvocationResponse;

/** `Invoke`: synchronous, as an event that is done later, and dry. */
export function invoke(plane: ControlPlane): LambdaHandler<"Invoke"> {
  const run: Invoker["invoke"] = (spec, request) => plane.invoker.invoke(spec, request);
  return async (input, context) => {
    const absent = (): void => refuseAbsentFeatures(input);
    if (input.InvocationType === "Event") {
      await beginInvocation(plane, input, context, absent, (...given) => acceptEvent(plane, ...given));
      return { StatusCode: 202 };
    }
    const result = await beginInvocation(plane, input, context, absent, run);
    return result === undefined ? { StatusCode: 204 } : answer(result);
  };
}

function refuseAbsentFeatures(input: Input): void {
  if (input.DurableExecutionName !== undefined) refuseMissingMembers("Invoke", input);
}

function answer({ payload, functionError, executedVersion, logTail }: InvocationResult): Output {
  return {
    StatusCode: 200,
    Payload: payload,
    ExecutedVersion: executedVersion,
    ...(functionError === undefined ? {} : { FunctionError: functionError }),
    ...(logTail === undefined ? {} : { LogResult: Buffer.from(logTail).toString("base64") }),
  };
}
