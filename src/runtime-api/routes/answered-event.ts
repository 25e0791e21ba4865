import type { Reply, RequestHead } from "../http/exchange.ts";
import { INVALID_INVOCATION_ID, INVALID_REQUEST_ID } from "../replies.ts";
import type { RuntimeSession } from "../runtime-session.ts";

/** Refuses an answer that names another event than the current one; undefined when it names the right one. */
export function refuseForeignAnswer(session: RuntimeSession, requestId: string, head: RequestHead): Reply | undefined {
  const { current } = session;
  if (current === undefined || current.requestId !== requestId) return INVALID_REQUEST_ID;
  const echoed = head.headers.get("lambda-runtime-invocation-id");
  return echoed !== undefined && echoed !== current.invocationId ? INVALID_INVOCATION_ID : undefined;
}
