import { SYNC_RESPONSE_BYTES_MAX } from "../../base/index.ts";
import { normaliseErrorType } from "../error-type.ts";
import type { Exchange, Reply, RequestHead } from "../http/exchange.ts";
import { ACCEPTED, INVALID_RESPONSE_MODE, tooLarge } from "../replies.ts";
import type { RuntimeSession } from "../runtime-session.ts";
import { refuseForeignAnswer } from "./answered-event.ts";

const ERROR_TYPE = "lambda-runtime-function-error-type";

/**
 * `POST /2018-06-01/runtime/invocation/{id}/response`: the handler's result. A streamed response is handed on as it
 * comes if somebody takes it, and collected like any other if not; one that failed midway says so in its trailers.
 */
export function response(session: RuntimeSession, requestId: string, head: RequestHead): Reply | Exchange {
  const foreign = refuseForeignAnswer(session, requestId, head);
  if (foreign !== undefined) return foreign;
  const mode = head.headers.get("lambda-runtime-function-response-mode");
  if (mode !== undefined && mode !== "streaming") return INVALID_RESPONSE_MODE;
  const refusal = session.attempt("response");
  if (refusal !== undefined) return refusal;
  const contentType = head.headers.get("content-type");
  const sink = session.host.beginResponse(requestId, mode !== undefined || mayFailMidway(head), contentType);
  const bodyBytesMax = sink?.bytesMax ?? SYNC_RESPONSE_BYTES_MAX;
  return {
    bodyBytesMax,
    ...(sink === undefined ? {} : { piece: (content, resume) => sink.write(content, resume) }),
    complete: (payload, trailers, reply) => {
      session.settle();
      const failure = trailers.get(ERROR_TYPE);
      if (failure === undefined) session.host.respond(requestId, { payload, contentType });
      else session.host.fail(requestId, streamFailure(failure, trailers));
      reply(ACCEPTED);
    },
    tooLarge: () => {
      session.settle();
      session.host.respondTooLarge(requestId, bodyBytesMax);
      return tooLarge(bodyBytesMax);
    },
    truncated: () => {
      session.settle();
      session.host.respondTruncated(requestId);
    },
  };
}

/**
 * Announces trailers that would tell of an error: AWS's client for Go streams so, without saying it in the header for it.
 * Nobody else sends them.
 */
function mayFailMidway({ headers }: RequestHead): boolean {
  return headers.get("trailer")?.toLowerCase().includes(ERROR_TYPE) === true;
}

function streamFailure(
  type: string,
  trailers: ReadonlyMap<string, string>,
): Parameters<RuntimeSession["host"]["fail"]>[1] {
  return {
    payload: Buffer.from(trailers.get("lambda-runtime-function-error-body") ?? "", "base64"),
    contentType: "application/json",
    errorType: normaliseErrorType(type),
    statedType: type,
    xrayErrorCause: undefined,
  };
}
