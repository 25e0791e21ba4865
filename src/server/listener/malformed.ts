import type { Socket } from "node:net";
import type { Clock } from "../../base/index.ts";
import { plainErrorBytes } from "./plain-error.ts";

/** The answer for each way in which bytes fail to be a request; anything else is just not HTTP. */
const ANSWERS: Readonly<Record<string, readonly [status: number, code: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    "RequestHeaderSectionTooLarge",
    "Request line and headers together must not exceed 1048576 bytes",
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "RequestEntityTooLargeException", "Chunk extensions are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "RequestTimeoutException", "The request was not received in time"],
};
const NOT_HTTP = [400, "MalformedHttpRequestException", "The request is not valid HTTP/1.1"] as const;

/**
 * Answers a connection on which no request could be parsed, then throws away what still arrives until the client
 * closes or `lingerMs` have passed. `busy` connections have an answer under way and are cut instead.
 */
export function answerMalformed(
  error: NodeJS.ErrnoException,
  socket: Socket,
  options: { readonly busy: boolean; readonly clock: Clock; readonly lingerMs: number },
): void {
  if (socket.writableEnded) return;
  if (options.busy || !socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const timer = options.clock.after(options.lingerMs, () => socket.destroy());
  socket
    .on("error", () => socket.destroy())
    .once("close", () => {
      timer.cancel();
    });
  socket.end(plainErrorBytes(...(ANSWERS[error.code ?? ""] ?? NOT_HTTP)));
  socket.resume();
}
