import type { Handover } from "../guest-host.ts";
import type { Exchange, Reply, RequestHead } from "../http/exchange.ts";
import { awaited } from "./awaited.ts";

/** Asked for by what is written in C. */
const TEXT = "text/plain";

/** `GET /hearth/assignment`: runtimes that were started ahead wait for the environment of their function. */
export function assignment(announced: Handover<Readonly<Record<string, string>>>, head: RequestHead): Exchange {
  return awaited(announced, head.headers.get("accept") === TEXT ? asText : asJson);
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
