import type { GuestError } from "./guest-host.ts";
import type { RequestHead } from "./http/exchange.ts";
import { normaliseErrorType } from "./error-type.ts";

const CAUSE_TYPE = "application/vnd.aws.lambda.error.cause+json";
/** Largest X-Ray error cause that is passed on (AWS Lambda Runtime API). */
const XRAY_CAUSE_BYTES_MAX = 65_536;

/** The error that a guest posted, from the head and body of its request. */
export function guestError(head: RequestHead, body: Uint8Array): GuestError {
  const contentType = head.headers.get("content-type");
  const statedType = head.headers.get("lambda-runtime-function-error-type");
  const cause = head.headers.get("lambda-runtime-function-xray-error-cause");
  return {
    payload: contentType?.toLowerCase().startsWith(CAUSE_TYPE) === true ? withoutCause(body) : body,
    contentType,
    errorType: normaliseErrorType(statedType),
    statedType,
    xrayErrorCause: cause === undefined || cause.length > XRAY_CAUSE_BYTES_MAX ? undefined : cause,
  };
}

/** The body of the media type that carries the X-Ray cause within: the caller sees everything but the cause. */
function withoutCause(body: Uint8Array): Uint8Array {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(body).toString());
    if (typeof parsed === "object" && parsed !== null) {
      const { errorCause: _, ...rest } = parsed as Record<string, unknown>;
      return Buffer.from(JSON.stringify(rest));
    }
  } catch {
    // Not JSON: answered below, in the words of the Runtime Interface Emulator.
  }
  return Buffer.from("Invalid error body");
}
