import type { NextInvocation } from "../guest-host.ts";
import type { Exchange, Reply } from "../http/exchange.ts";
import { TOO_LARGE } from "../replies.ts";
import type { RuntimeSession } from "../runtime-session.ts";

/** `GET /2018-06-01/runtime/invocation/next`: waits for an event, however long that takes. */
export function next(session: RuntimeSession): Reply | Exchange {
  const refusal = session.attempt("next");
  if (refusal !== undefined) return refusal;
  return {
    bodyBytesMax: 0,
    complete: (_body, _trailers, reply) => session.await((invocation) => reply(eventReply(invocation))),
    tooLarge: () => {
      session.abandon();
      return TOO_LARGE;
    },
    truncated: () => session.abandon(),
    abandoned: () => session.abandon(),
  };
}

/** The event as the guest sees it. A header is sent only when it has a value. */
function eventReply(invocation: NextInvocation): Reply {
  const headers: [string, string][] = [["Content-Type", invocation.contentType || "application/json"]];
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== "") headers.push([name, value]);
  };
  add("Lambda-Runtime-Aws-Request-Id", invocation.requestId);
  add("Lambda-Runtime-Deadline-Ms", String(Math.round(invocation.deadlineMs)));
  add("Lambda-Runtime-Invoked-Function-Arn", invocation.invokedFunctionArn);
  add("Lambda-Runtime-Trace-Id", invocation.traceId);
  add("Lambda-Runtime-Client-Context", invocation.clientContext);
  add("Lambda-Runtime-Cognito-Identity", invocation.cognitoIdentity);
  add("Lambda-Runtime-Aws-Tenant-Id", invocation.tenantId);
  add("Lambda-Runtime-Invocation-Id", invocation.invocationId);
  return { status: 200, headers, body: invocation.payload };
}
