import type { Invoker, StreamCompletion, StreamedResponse } from "../../invoke/index.ts";
import type { LambdaModel } from "../../wire/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { beginInvocation } from "../invocation/begin-invocation.ts";
import { unstarted } from "../invocation/unstarted.ts";

type Event = LambdaModel.InvokeWithResponseStreamResponseEvent;

/**
 * `InvokeWithResponseStream`: the response as events while the function writes it, then one that says how it ended. A
 * function that does not stream has its payload here, an error too. A client that goes away does not stop the function.
 */
export function invokeWithResponseStream(plane: ControlPlane): LambdaHandler<"InvokeWithResponseStream"> {
  const run: Invoker["invokeStreaming"] = (spec, request) => plane.invoker.invokeStreaming(spec, request);
  return async (input, context) => {
    const response = await beginInvocation(plane, input, context, () => undefined, run);
    if (response === undefined) return { StatusCode: 204 };
    abandonWhenGone(response, context.signal);
    return {
      StatusCode: 200,
      ExecutedVersion: response.executedVersion,
      ResponseStreamContentType: response.contentType,
      EventStream: events(response),
    };
  };
}

function abandonWhenGone(response: StreamedResponse, signal: AbortSignal): void {
  if (signal.aborted) response.abandon();
  else signal.addEventListener("abort", () => response.abandon(), { once: true });
}

async function* events({ body, completion }: StreamedResponse): AsyncGenerator<Event> {
  for await (const Payload of body) yield { PayloadChunk: { Payload } };
  try {
    yield { InvokeComplete: completeEvent(await completion) };
  } catch (error) {
    throw unstarted(error);
  }
}

function completeEvent({ failure, logTail }: StreamCompletion): LambdaModel.InvokeWithResponseStreamCompleteEvent {
  return {
    ...(failure === undefined ? {} : { ErrorCode: failure.code, ErrorDetails: failure.details }),
    ...(logTail === undefined ? {} : { LogResult: Buffer.from(logTail).toString("base64") }),
  };
}
