import { SYNC_RESPONSE_BYTES_MAX } from "../base/index.ts";
import type { ExtensionRefusal } from "./extensions-host.ts";
import type { Reply } from "./http/exchange.ts";
import type { HttpError } from "./http/http-error.ts";

const JSON_TYPE: Reply["headers"] = [["Content-Type", "application/json"]];

export function jsonReply(status: number, value: unknown): Reply {
  return { status, headers: JSON_TYPE, body: Buffer.from(JSON.stringify(value)) };
}

function errorReply(status: number, errorType: string, errorMessage: string): Reply {
  return jsonReply(status, { errorMessage, errorType });
}

export const ACCEPTED: Reply = jsonReply(202, { status: "OK" });
export const READY: Reply = jsonReply(200, {});
export const PONG: Reply = { status: 200, headers: [["Content-Type", "text/plain"]], body: Buffer.from("pong") };
export const INVALID_REQUEST_ID: Reply = errorReply(400, "InvalidRequestID", "Invalid request ID");
export const INVALID_INVOCATION_ID: Reply = errorReply(400, "InvalidInvocationId", "Invalid invocation ID");
export const INVALID_RESPONSE_MODE: Reply = errorReply(
  400,
  "InvalidFunctionResponseMode",
  "Invalid function response mode",
);
export const TRUNCATED: Reply = errorReply(400, "TruncatedHTTPRequest", "HTTP request detected as truncated");
export const TOO_LARGE: Reply = tooLarge(SYNC_RESPONSE_BYTES_MAX);

export function tooLarge(bytesMax: number): Reply {
  return errorReply(413, "RequestEntityTooLarge", `Exceeded maximum allowed payload size (${bytesMax} bytes).`);
}

export function invalidStateTransition(message: string): Reply {
  return errorReply(403, "InvalidStateTransition", message);
}

/** The 403 with which the Extensions, Telemetry and Logs APIs answer whatever is not allowed. */
export function refused({ errorType, errorMessage }: ExtensionRefusal): Reply {
  return errorReply(403, errorType, errorMessage);
}

/** Of the metadata endpoint, to whoever does not have the environment's token. */
export const UNAUTHORIZED: Reply = errorReply(
  401,
  "Unauthorized",
  "The token is missing or is not that of this environment.",
);

export const SUBSCRIBED: Reply = jsonReply(200, "OK");

export function invalidSubscription(message: string): Reply {
  return errorReply(400, "ValidationError", message);
}

export function notFound(message: string): Reply {
  return errorReply(404, "NotFound", message);
}

export function methodNotAllowed(allowed: string): Reply {
  const reply = errorReply(405, "MethodNotAllowed", `The only method here is ${allowed}.`);
  return { ...reply, headers: [...reply.headers, ["Allow", allowed]] };
}

/** What became of a request that is not HTTP/1.1, in the form of the API. */
export function brokenRequest(error: HttpError, withinBody: boolean): Reply {
  return withinBody ? TRUNCATED : errorReply(error.status, "BadRequest", error.message);
}
