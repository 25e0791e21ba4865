import type { Handover } from "../guest-host.ts";
import type { Exchange, Reply } from "../http/exchange.ts";
import { TOO_LARGE } from "../replies.ts";

/** Answers a runtime that waits for its function when what it asked for is there. One that gets no function is killed. */
export function awaited<Value>(handover: Handover<Value>, render: (value: Value) => Reply): Exchange {
  return {
    bodyBytesMax: 0,
    complete: (_body, _trailers, reply) => handover.take((value) => reply(render(value))),
    tooLarge: () => TOO_LARGE,
    // A runtime whose connection is gone ends by itself.
    truncated: () => undefined,
    abandoned: () => undefined,
  };
}
