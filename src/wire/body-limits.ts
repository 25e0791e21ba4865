import { ASYNC_REQUEST_BYTES_MAX, SYNC_REQUEST_BYTES_MAX } from "../base/index.ts";
import type { WireHead } from "./dispatcher.ts";
import { AwsError } from "./operation.ts";

/** How large the body of a request may be, and what is said when it is larger. */
export interface BodyLimit {
  readonly bytesMax: number;
  /** `bytes` is the size of the body as far as it is known. */
  tooLarge(bytes: number): AwsError;
}

/** Requests that carry code: the 50 MB zip in base64, with room for the rest (the figure AWS's message names). */
const CODE_REQUEST_BYTES_MAX = 70_167_211;
/** AWS Lambda API reference, InvokeAsync. */
const INVOKE_ASYNC_BYTES_MAX = 262_144;
/** Nothing that Lambda documents as a request without code comes near. */
const CONTROL_REQUEST_BYTES_MAX = SYNC_REQUEST_BYTES_MAX;
/** A batch of 1 MiB (PutLogEvents, SendMessage) takes up to six times that when every character is escaped. */
const RPC_REQUEST_BYTES_MAX = 8 * 1_048_576;

const CODE_OPERATIONS = new Set(["CreateFunction", "UpdateFunctionCode", "PublishLayerVersion"]);

function invokeLimit(type: string, bytesMax: number): BodyLimit {
  return {
    bytesMax,
    tooLarge: (bytes) =>
      new AwsError(
        "RequestTooLargeException",
        `${bytes} byte payload is too large for the ${type} invocation type (limit ${bytesMax} bytes)`,
        { status: 413, members: { Type: "User" } },
      ),
  };
}

function requestLimit(bytesMax: number, operation: string): BodyLimit {
  return {
    bytesMax,
    tooLarge: () =>
      new AwsError(
        "RequestEntityTooLargeException",
        `Request must be smaller than ${bytesMax} bytes for the ${operation} operation`,
        { status: 413, members: { Type: "User" } },
      ),
  };
}

/** The limit of `operation`; undefined when the head does not tell which one it is. AWS Lambda quotas for Lambda's. */
export function bodyLimit(service: string, operation: string | undefined, head: WireHead): BodyLimit {
  if (service !== "lambda") return requestLimit(RPC_REQUEST_BYTES_MAX, operation ?? "requested");
  if (operation === "Invoke" && head.headers["x-amz-invocation-type"] === "Event")
    return invokeLimit("Event", ASYNC_REQUEST_BYTES_MAX);
  if (operation === "Invoke" || operation === "InvokeWithResponseStream")
    return invokeLimit("RequestResponse", SYNC_REQUEST_BYTES_MAX);
  if (operation === "InvokeAsync") return invokeLimit("Event", INVOKE_ASYNC_BYTES_MAX);
  if (operation !== undefined && CODE_OPERATIONS.has(operation)) return requestLimit(CODE_REQUEST_BYTES_MAX, operation);
  return requestLimit(CONTROL_REQUEST_BYTES_MAX, operation ?? "requested");
}

/** Framing of `aws-chunked` bodies comes on top: a signature of 85 bytes per chunk of 8 KiB or more, and trailers. */
export function framedBytesMax(bytesMax: number): number {
  return Math.ceil(bytesMax * 1.02) + 65_536;
}
