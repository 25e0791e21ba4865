import type { InvocationResult } from "../../invoke/index.ts";
import type { LambdaModel } from "../../wire/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { prepareInvocation } from "../invocation/prepare-invocation.ts";
import { unstarted } from "../invocation/unstarted.ts";
import { refuseMissingMembers } from "../missing-members.ts";

type Input = LambdaModel.InvocationRequest;
type Output = LambdaModel.InvocationResponse;

/** `Invoke`, synchronous and dry. */
export function invoke(plane: ControlPlane): LambdaHandler<"Invoke"> {
  return async (input, context) => {
    const prepared = await prepareInvocation(plane, input, context, () => refuseAbsentFeatures(input));
    if (prepared === undefined) return { StatusCode: 204 };
    try {
      return answer(await plane.invoker.invoke(prepared.spec, prepared.request));
    } catch (error) {
      throw unstarted(error);
    }
  };
}

function refuseAbsentFeatures(input: Input): void {
  if (input.DurableExecutionName !== undefined) refuseMissingMembers("Invoke", input);
  if (input.InvocationType === "Event")
    throw lambdaError("not-yet", { what: "asynchronous invocation (InvocationType Event)" });
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
