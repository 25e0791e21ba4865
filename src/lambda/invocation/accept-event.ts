import type { InvocationRequest, LaunchSpec } from "../../invoke/index.ts";
import { StoreFullError } from "../../store/index.ts";
import type { ControlPlane } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";

/** Resolves once an event is on the disk, from where it is done. Throws `AwsError` when the disk is full. */
export async function acceptEvent(
  { asyncInvocations }: ControlPlane,
  { scope, functionName }: LaunchSpec,
  { requestId, payload, traceId: traceHeader, tenantId }: InvocationRequest,
  qualifier: string | undefined,
): Promise<void> {
  try {
    await asyncInvocations.accept({ scope, functionName, qualifier }, { requestId, payload, traceHeader, tenantId });
  } catch (error) {
    if (!(error instanceof StoreFullError)) throw error;
    throw lambdaError("disk-full", { reason: error.message }, { cause: error });
  }
}
