import type { Clock, Random } from "../../base/index.ts";
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

/** The tracing header of an invocation whose caller sent none: not sampled. */
export function newTraceId(clock: Clock, random: Random): string {
  const seconds = Math.floor(clock.nowMs() / 1_000).toString(16);
  const digits = random.hex(20);
  return `Root=1-${seconds}-${digits.slice(0, 24)};Parent=${digits.slice(24)};Sampled=0`;
}
