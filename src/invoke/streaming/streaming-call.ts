import type { Clock } from "../../base/index.ts";
import type { ResponseSink } from "../../runtime-api/index.ts";
import { type InvocationResult, InvokeError } from "../invoker.ts";
import { ResponseStream } from "./response-stream.ts";
import type { StreamLimits } from "./stream-limits.ts";
import type { StreamCompletion, StreamedResponse } from "./streamed-response.ts";

/** What the payload of a function that does not stream is cut into. */
const PIECE_BYTES = 65_536;

const STREAM_TYPE = "application/octet-stream";
const PAYLOAD_TYPE = "application/json";

/** Takes the response of an invocation whose caller wants it as it comes. */
export interface StreamReceiver {
  /** How much has been streamed. */
  readonly bytes: number;
  /** The guest begins to stream. Called at most once. */
  open(contentType: string | undefined): ResponseSink;
}

/** One streamed invocation between the data plane, which settles it, and its caller, who reads it. */
export class StreamingCall implements StreamReceiver {
  /** Resolves when the guest begins to stream, or has answered. Rejects when the invocation could not be carried out. */
  readonly response: Promise<StreamedResponse>;
  readonly #version: string;
  readonly #clock: Clock;
  readonly #limits: StreamLimits;
  readonly #begun: PromiseWithResolvers<StreamedResponse> = Promise.withResolvers();
  readonly #completion: PromiseWithResolvers<StreamCompletion> = Promise.withResolvers();
  #stream: ResponseStream | undefined;

  constructor(version: string, clock: Clock, limits: StreamLimits) {
    this.#version = version;
    this.#clock = clock;
    this.#limits = limits;
    this.response = this.#begun.promise;
    // A caller who has gone does not look at how it ended.
    this.#completion.promise.catch(() => undefined);
  }

  get bytes(): number {
    return this.#stream?.bytes ?? 0;
  }

  open(contentType: string = STREAM_TYPE): ResponseSink {
    const stream = new ResponseStream(this.#clock, this.#limits);
    this.#stream = stream;
    this.#begin(contentType, stream, () => stream.abandon());
    return stream;
  }

  /** The invocation has its result, or could not be carried out. */
  settle(result: InvocationResult | InvokeError): void {
    if (result instanceof InvokeError) {
      this.#completion.reject(result);
      this.#begun.reject(result);
    } else {
      this.#completion.resolve(completionOf(result));
      // Without effect on what was streamed.
      this.#begin(PAYLOAD_TYPE, pieces(result.payload), () => undefined);
    }
    this.#stream?.end();
  }

  #begin(contentType: string, body: AsyncIterable<Uint8Array>, abandon: () => void): void {
    const { promise: completion } = this.#completion;
    this.#begun.resolve({ executedVersion: this.#version, contentType, body, completion, abandon });
  }
}

function completionOf({ payload, functionError, errorCode, logTail }: InvocationResult): StreamCompletion {
  const failure =
    functionError === undefined
      ? undefined
      : { code: errorCode ?? functionError, details: Buffer.from(payload).toString() };
  return { failure, logTail };
}

async function* pieces(payload: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < payload.length; at += PIECE_BYTES) yield payload.subarray(at, at + PIECE_BYTES);
}
