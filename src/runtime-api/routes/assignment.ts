import type { Exchange } from "../http/exchange.ts";
import { TOO_LARGE } from "../replies.ts";

/** `GET /hearth/assignment`: Hearth's own runtime clients, started ahead, wait for the environment of their function. */
export function assignment(awaited: Promise<Readonly<Record<string, string>>>): Exchange {
  return {
    bodyBytesMax: 0,
    complete: (_body, _trailers, reply) => {
      // It never rejects: a runtime that gets no function is killed.
      void awaited.then((environment) =>
        reply({
          status: 200,
          headers: [["Content-Type", "application/json"]],
          body: Buffer.from(JSON.stringify(environment)),
        }),
      );
    },
    tooLarge: () => TOO_LARGE,
    // A runtime whose connection is gone ends by itself.
    truncated: () => undefined,
    abandoned: () => undefined,
  };
}
