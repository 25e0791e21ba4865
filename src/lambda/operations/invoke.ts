import { functionArn, SYNC_REQUEST_BYTES_MAX } from "../../base/index.ts";
import { type InvocationResult, InvokeError, type InvokeErrorCode, type LaunchSpec } from "../../invoke/index.ts";
import type { AwsError, LambdaModel } from "../../wire/index.ts";
import { decodeClientContext } from "../client-context.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry, VersionEntry } from "../function-entry.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";
import { functionKey } from "../function-record.ts";
import { invokedVersion } from "../invoked-version.ts";
import { RuntimeMissing } from "../launch-specs.ts";
import { refuseMissingMembers } from "../missing-members.ts";
import { eventOf, jsonFault } from "../payload/json-payload.ts";

type Input = LambdaModel.InvocationRequest;
type Output = LambdaModel.InvocationResponse;

const ACTION = "lambda:InvokeFunction";

/**
 * `Invoke`, synchronous and dry. The checks are in the order in which the service makes them: name and scope, existence,
 * size, JSON, tenant, state; then the data plane says whether there is room. The warm path awaits nothing but it.
 */
export function invoke(plane: ControlPlane): LambdaHandler<"Invoke"> {
  return async (input, context) => {
    const { name, qualifier } = resolveFunctionName(input.FunctionName, input.Qualifier, context, ACTION);
    const key = functionKey(context.scope, name);
    const entry = plane.directory.peek(key) ?? (await plane.directory.find(key));
    const chosen = entry && invokedVersion(plane, entry, qualifier);
    const version = chosen instanceof Promise ? await chosen : chosen;
    if (entry === undefined || version === undefined)
      // The service names the version here even when the caller did not.
      throw lambdaError("function-not-found", { arn: functionArn(context.scope, name, qualifier ?? LATEST) });
    const event = checkedEvent(input);
    const clientContext = decodeClientContext(input.ClientContext);
    refuseAbsentFeatures(input);
    const { state } = version.record;
    if (state !== "Active") throw lambdaError("not-in-state", { state });
    if (input.InvocationType === "DryRun") return { StatusCode: 204 };
    // Before anything is awaited, so that whoever deletes the version meanwhile leaves its code for as long as this may run.
    version.invoked = true;
    const spec = version.spec ?? (await compiled(plane, entry, version));
    const traceId = context.headers["x-amzn-trace-id"];
    try {
      const result = await plane.invoker.invoke(spec, {
        requestId: context.requestId,
        payload: event,
        invokedFunctionArn: qualifier === undefined ? spec.functionArn : `${spec.functionArn}:${qualifier}`,
        tail: input.LogType === "Tail",
        ...(clientContext === undefined ? {} : { clientContext }),
        ...(traceId === undefined ? {} : { traceId }),
      });
      return answer(result);
    } catch (error) {
      throw error instanceof InvokeError ? UNSTARTED[error.code](error) : error;
    }
  };
}

function checkedEvent({ Payload }: Input): Uint8Array {
  const event = eventOf(Payload);
  const bytes = event.byteLength;
  if (bytes > SYNC_REQUEST_BYTES_MAX) {
    const invocationType = "RequestResponse";
    throw lambdaError("payload-too-large", { bytes, invocationType, limit: SYNC_REQUEST_BYTES_MAX });
  }
  const fault = jsonFault(event);
  if (fault !== undefined) throw lambdaError("bad-payload", { fault });
  return event;
}

function refuseAbsentFeatures(input: Input): void {
  if (input.TenantId !== undefined) throw lambdaError("tenant-on-ordinary-function");
  if (input.DurableExecutionName !== undefined) refuseMissingMembers("Invoke", input);
  if (input.InvocationType === "Event")
    throw lambdaError("not-yet", { what: "asynchronous invocation (InvocationType Event)" });
}

async function compiled({ directory }: ControlPlane, entry: FunctionEntry, version: VersionEntry): Promise<LaunchSpec> {
  try {
    return await directory.spec(entry, version);
  } catch (error) {
    if (!(error instanceof RuntimeMissing)) throw error;
    const { runtime, reason, cure } = error;
    throw lambdaError("runtime-gone", { runtime, reason, cure }, { cause: error });
  }
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

/** The answer when the data plane could not begin. */
const UNSTARTED: Readonly<Record<InvokeErrorCode, (error: InvokeError) => AwsError>> = {
  throttled: (cause) =>
    lambdaError("throttled", undefined, {
      members: { Reason: cause.reason, retryAfterSeconds: "1" },
      cause,
    }),
  "sandbox-unavailable": (cause) => lambdaError("environment-unavailable", { reason: cause.message }, { cause }),
  stopping: (cause) => lambdaError("stopping", undefined, { cause }),
};
