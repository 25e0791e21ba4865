import { ASYNC_REQUEST_BYTES_MAX, functionArn, newTraceHeader, SYNC_REQUEST_BYTES_MAX } from "../../base/index.ts";
import type { InvocationRequest, LaunchSpec } from "../../invoke/index.ts";
import type { LambdaModel, OperationContext } from "../../wire/index.ts";
import { decodeClientContext } from "../client-context.ts";
import type { ControlPlane } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry, VersionEntry } from "../function-entry.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";
import { functionKey } from "../function-record.ts";
import { invokedVersion } from "../invoked-version.ts";
import { RuntimeMissing } from "../launch-specs.ts";
import { eventOf, jsonFault } from "../payload/json-payload.ts";
import { checkTenant } from "../tenancy/tenancy-rules.ts";
import { chainedHeader, LOOP_INVOCATIONS_MAX } from "./lineage.ts";
import { unstarted } from "./unstarted.ts";

/** The members that `Invoke` and `InvokeWithResponseStream` share. */
export type Invocation = Pick<
  LambdaModel.InvocationRequest,
  "FunctionName" | "Qualifier" | "Payload" | "ClientContext" | "LogType" | "InvocationType" | "TenantId"
>;

/** Hands an event to the data plane. */
type Begin<Result> = (spec: LaunchSpec, request: InvocationRequest, qualifier: string | undefined) => Promise<Result>;

const ACTION = "lambda:InvokeFunction";

/**
 * Everything that is done before an event reaches the data plane, and that. The checks are in the order in which the
 * service makes them: name and scope, existence, size, JSON, tenant, state. The warm path awaits nothing before `begin`,
 * so that nobody can delete the function in between. Undefined for a dry run. Throws `AwsError`.
 *
 * @param refuseAbsent throws for members of the operation whose features are not there
 */
export async function beginInvocation<Result>(
  plane: ControlPlane,
  input: Invocation,
  context: OperationContext,
  refuseAbsent: () => void,
  begin: Begin<Result>,
): Promise<Result | undefined> {
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
  const { TenantId: tenantId } = input;
  checkTenant(version.record.settings, tenantId);
  refuseAbsent();
  const { state } = version.record;
  if (state !== "Active") throw lambdaError("not-in-state", { state });
  if (input.InvocationType === "DryRun") return undefined;
  // Before anything is awaited, so that whoever deletes the version meanwhile leaves its code for as long as this may run.
  version.invoked = true;
  const spec = version.spec ?? (await compiled(plane, entry, version));
  const chained = traced(plane, input, context, key, spec);
  const traceId = typeof chained === "string" ? chained : await chained;
  const request = {
    requestId: context.requestId,
    payload: event,
    invokedFunctionArn: qualifier === undefined ? spec.functionArn : `${spec.functionArn}:${qualifier}`,
    tail: input.LogType === "Tail",
    ...(clientContext === undefined ? {} : { clientContext }),
    traceId,
    ...(tenantId === undefined ? {} : { tenantId }),
  };
  try {
    return await begin(spec, request, qualifier);
  } catch (error) {
    throw unstarted(error);
  }
}

/**
 * The tracing header of the invocation, with the function counted in its lineage. Events are counted when they are
 * attempted, and a loop of them is told to their destination. Throws `AwsError` when it is a loop.
 */
function traced(
  plane: ControlPlane,
  input: Invocation,
  context: OperationContext,
  functionKeyOfIt: string,
  spec: LaunchSpec,
): string | Promise<string> {
  const incoming = context.headers["x-amzn-trace-id"] ?? newTraceHeader(plane.clock, plane.random);
  if (input.InvocationType === "Event") return incoming;
  const { header, count } = chainedHeader(incoming, spec);
  return count < LOOP_INVOCATIONS_MAX ? header : unlessLoop(plane, functionKeyOfIt, header, spec);
}

async function unlessLoop(
  { asyncInvocations, asyncFacts, clock }: ControlPlane,
  key: string,
  header: string,
  { scope, functionName }: LaunchSpec,
): Promise<string> {
  if (await asyncInvocations.ruleBook.allowsLoops(key)) return header;
  asyncFacts?.emit({ type: "async.loop-stopped", timeMs: clock.nowMs(), scope, functionName, qualifier: undefined });
  throw lambdaError("recursive-loop");
}

function checkedEvent({ Payload, InvocationType }: Invocation): Uint8Array {
  const event = eventOf(Payload);
  const bytes = event.byteLength;
  const isEvent = InvocationType === "Event";
  const limit = isEvent ? ASYNC_REQUEST_BYTES_MAX : SYNC_REQUEST_BYTES_MAX;
  if (bytes > limit)
    throw lambdaError("payload-too-large", { bytes, invocationType: isEvent ? "Event" : "RequestResponse", limit });
  const fault = jsonFault(event);
  if (fault !== undefined) throw lambdaError("bad-payload", { fault });
  return event;
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
