import type { Exchange, Reply, RequestHead } from "../http/exchange.ts";
import { TOO_LARGE } from "../replies.ts";

/** Asked for by what is written in C. */
const TEXT = "text/plain";

/** `GET /hearth/assignment`: runtimes that were started ahead wait for the environment of their function. */
export function assignment(awaited: Promise<Readonly<Record<string, string>>>, head: RequestHead): Exchange {
  return {
    bodyBytesMax: 0,
    complete: (_body, _trailers, reply) => {
      // It never rejects: a runtime that gets no function is killed.
      void awaited.then((environment) =>
        reply(head.headers.get("accept") === TEXT ? asText(environment) : asJson(environment)),
      );
    },
    tooLarge: () => TOO_LARGE,
    // A runtime whose connection is gone ends by itself.
    truncated: () => undefined,
    abandoned: () => undefined,
  };
}

function asJson(environment: Readonly<Record<string, string>>): Reply {
  return {
    status: 200,
    headers: [["Content-Type", "application/json"]],
    body: Buffer.from(JSON.stringify(environment)),
  };
}

/** `NAME=value`, each with a zero byte behind it, as processes keep them: no variable can contain one. */
function asText(environment: Readonly<Record<string, string>>): Reply {
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\0`);
  return { status: 200, headers: [["Content-Type", TEXT]], body: Buffer.from(lines.join("")) };
}
