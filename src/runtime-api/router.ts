import { extensionAnswer } from "./extension-router.ts";
import type { Exchange, Reply, RequestHandler, RequestHead } from "./http/exchange.ts";
import { methodNotAllowed, notFound } from "./replies.ts";
import { assignment } from "./routes/assignment.ts";
import { code } from "./routes/code.ts";
import { credentials } from "./routes/credentials.ts";
import { error } from "./routes/error.ts";
import { initError } from "./routes/init-error.ts";
import { metadata } from "./routes/metadata.ts";
import { next } from "./routes/next.ts";
import { ping } from "./routes/ping.ts";
import { response } from "./routes/response.ts";
import { wake } from "./routes/wake.ts";
import type { RuntimeSession } from "./runtime-session.ts";

const NEXT = "/2018-06-01/runtime/invocation/next";
/** Not of AWS: they are there only until a runtime has its function. */
const WAITING = "/hearth/";
const WAKE = "/hearth/wake";
const ASSIGNMENT = "/hearth/assignment";
const CODE = "/hearth/code";
const INIT_ERROR = "/2018-06-01/runtime/init/error";
const PING = "/2018-06-01/ping";
const METADATA = "/2026-01-15/metadata/execution-environment";
const CREDENTIALS = "/2021-04-23/credentials";
const ANSWER = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;

/** The other APIs of the same port, by the version that begins their paths. */
const ABSENT: Readonly<Record<string, string>> = {
  "2021-04-23": "The credentials endpoint is only there for functions with SnapStart.",
};

/** Finds the route of a request. */
export function runtimeApiRouter(session: RuntimeSession): RequestHandler {
  return (head) => {
    if (head.path === NEXT) return head.method === "GET" ? next(session) : methodNotAllowed("GET");
    const answer = ANSWER.exec(head.path);
    const [, requestId, kind] = answer ?? [];
    if (requestId !== undefined) return answerTo(session, requestId, kind === "error", head);
    if (head.path === INIT_ERROR) return head.method === "POST" ? initError(session, head) : methodNotAllowed("POST");
    if (head.path === PING) return head.method === "GET" ? ping() : methodNotAllowed("GET");
    const toFunctionless = head.path.startsWith(WAITING) && head.method === "GET" ? waiting(session, head) : undefined;
    if (toFunctionless !== undefined) return toFunctionless;
    const told = head.path === METADATA ? session.host.metadata : undefined;
    if (told !== undefined) return head.method === "GET" ? metadata(told, head) : methodNotAllowed("GET");
    const source = head.path === CREDENTIALS ? session.host.credentials : undefined;
    if (source !== undefined) return head.method === "GET" ? credentials(source, head) : methodNotAllowed("GET");
    const { extensions } = session.host;
    const toExtension = extensions === undefined ? undefined : extensionAnswer(extensions, head);
    if (toExtension !== undefined) return toExtension;
    return notFound(ABSENT[head.path.split("/")[1] ?? ""] ?? "There is no such path in the Runtime API.");
  };
}

/** To a runtime that has no function yet; undefined where there is no such path, or no such runtime. */
function waiting({ host }: RuntimeSession, head: RequestHead): Exchange | undefined {
  const chosen = head.path === WAKE ? host.wake?.() : undefined;
  if (chosen !== undefined) return wake(chosen);
  const announced = head.path === ASSIGNMENT ? host.assignment?.() : undefined;
  if (announced !== undefined) return assignment(announced, head);
  const mounted = head.path === CODE ? host.code?.() : undefined;
  return mounted === undefined ? undefined : code(mounted);
}

function answerTo(session: RuntimeSession, requestId: string, isError: boolean, head: RequestHead): Reply | Exchange {
  if (head.method !== "POST") return methodNotAllowed("POST");
  return isError ? error(session, requestId, head) : response(session, requestId, head);
}
