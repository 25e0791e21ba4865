import type { Random } from "../../base/index.ts";
import type { NextInvocation } from "../../runtime-api/index.ts";
import type { Invocation } from "./invocation.ts";

/** An invocation as `next` hands it to the guest. */
export function eventForGuest(invocation: Invocation, random: Random): NextInvocation {
  const { request } = invocation;
  return {
    requestId: request.requestId,
    invocationId: random.uuid(),
    deadlineMs: invocation.deadlineMs,
    invokedFunctionArn: request.invokedFunctionArn,
    traceId: invocation.traceId,
    clientContext: request.clientContext,
    cognitoIdentity: undefined,
    tenantId: request.tenantId,
    contentType: "application/json",
    payload: request.payload,
  };
}
