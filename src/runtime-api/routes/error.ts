import { SYNC_RESPONSE_BYTES_MAX } from "../../base/index.ts";
import { guestError } from "../error-body.ts";
import type { Exchange, Reply, RequestHead } from "../http/exchange.ts";
import { ACCEPTED, TOO_LARGE } from "../replies.ts";
import type { RuntimeSession } from "../runtime-session.ts";
import { refuseForeignAnswer } from "./answered-event.ts";

/** `POST /2018-06-01/runtime/invocation/{id}/error`: the handler failed. The body is the caller's payload, verbatim. */
export function error(session: RuntimeSession, requestId: string, head: RequestHead): Reply | Exchange {
  const refusal = refuseForeignAnswer(session, requestId, head) ?? session.attempt("error");
  if (refusal !== undefined) return refusal;
  return {
    bodyBytesMax: SYNC_RESPONSE_BYTES_MAX,
    complete: (body, _trailers, reply) => {
      session.settle();
      session.host.fail(requestId, guestError(head, body));
      reply(ACCEPTED);
    },
    tooLarge: () => {
      session.settle();
      session.host.respondTooLarge(requestId, SYNC_RESPONSE_BYTES_MAX);
      return TOO_LARGE;
    },
    truncated: () => {
      session.settle();
      session.host.respondTruncated(requestId);
    },
  };
}
