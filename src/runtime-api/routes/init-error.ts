import { SYNC_RESPONSE_BYTES_MAX } from "../../base/index.ts";
import { guestError } from "../error-body.ts";
import type { Exchange, Reply, RequestHead } from "../http/exchange.ts";
import { ACCEPTED, TOO_LARGE } from "../replies.ts";
import type { RuntimeSession } from "../runtime-session.ts";

/** `POST /2018-06-01/runtime/init/error`: the runtime could not get ready. Allowed before the first `next` only. */
export function initError(session: RuntimeSession, head: RequestHead): Reply | Exchange {
  const refusal = session.attempt("initError");
  if (refusal !== undefined) return refusal;
  return {
    bodyBytesMax: SYNC_RESPONSE_BYTES_MAX,
    complete: (body, _trailers, reply) => {
      reply(ACCEPTED);
      session.host.failInit(guestError(head, body));
    },
    tooLarge: () => {
      session.host.failInit(guestError(head, new Uint8Array()));
      return TOO_LARGE;
    },
    // Whoever breaks off here is about to exit, or runs into the time limit; both end the initialisation.
    truncated: () => undefined,
  };
}
