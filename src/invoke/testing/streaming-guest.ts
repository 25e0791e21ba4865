// Not a test: what the guest of `bench-setup.ts` needs to stream, and a caller who reads.
import type { InvocationRequest } from "../invoker.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { StreamCompletion, StreamedResponse } from "../streaming/streamed-response.ts";
import { type Bench, requestId } from "./bench-setup.ts";

/** `open(id)` begins a response as the official clients do; `sent(it)` ends it and waits for the reply. */
export const STREAMING: string = `
globalThis.open = (id) => {
  const request = http.request({ host, port, method: "POST", path: "/2018-06-01/runtime/invocation/" + id + "/response",
    headers: { "lambda-runtime-function-response-mode": "streaming", "content-type": "text/x", "transfer-encoding": "chunked",
      trailer: "lambda-runtime-function-error-type, lambda-runtime-function-error-body" } });
  request.reply = new Promise((resolve) => request.on("response", (response) => {
    response.resume().on("end", () => resolve(response.statusCode));
  }));
  request.on("error", () => {});
  request.flushHeaders();
  return request;
};
globalThis.sent = (request, error) => {
  if (error) request.addTrailers({ "lambda-runtime-function-error-type": error.errorType,
    "lambda-runtime-function-error-body": Buffer.from(JSON.stringify(error)).toString("base64") });
  request.end();
  return request.reply;
};
globalThis.drained = (request) => new Promise((resolve) => request.once("drain", resolve));
`;

export interface Streamed extends StreamCompletion {
  readonly response: StreamedResponse;
  readonly text: string;
}

/** Begins a streamed invocation; `run` is the body of an async function in the guest, which answers by itself. */
export function begin(
  bench: Bench,
  spec: LaunchSpec,
  run: string,
  more: Partial<InvocationRequest> = {},
): Promise<StreamedResponse> {
  return bench.invoker.invokeStreaming(spec, {
    requestId: requestId(),
    payload: Buffer.from(JSON.stringify({ run, silent: true })),
    invokedFunctionArn: spec.functionArn,
    tail: false,
    ...more,
  });
}

/** The whole of a streamed response. */
export async function readStreamed(response: StreamedResponse): Promise<Streamed> {
  const pieces: Uint8Array[] = [];
  for await (const piece of response.body) pieces.push(piece);
  return { response, text: Buffer.concat(pieces).toString(), ...(await response.completion) };
}
