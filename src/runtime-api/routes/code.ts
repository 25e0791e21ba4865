import type { Exchange } from "../http/exchange.ts";
import { READY, TOO_LARGE } from "../replies.ts";

/** `GET /hearth/code`: a runtime that has its assignment waits until the folders of its function are mounted. */
export function code(mounted: Promise<void>): Exchange {
  return {
    bodyBytesMax: 0,
    complete: (_body, _trailers, reply) => {
      // It never rejects: a runtime that gets no function is killed.
      void mounted.then(() => reply(READY));
    },
    tooLarge: () => TOO_LARGE,
    // A runtime whose connection is gone ends by itself.
    truncated: () => undefined,
    abandoned: () => undefined,
  };
}
