import { InvokeError, type InvokeErrorCode } from "../../invoke/index.ts";
import type { AwsError } from "../../wire/index.ts";
import { lambdaError } from "../errors.ts";

/** The answer when the data plane could not carry an event out. */
const ANSWERS: Readonly<Record<InvokeErrorCode, (error: InvokeError) => AwsError>> = {
  throttled: (cause) =>
    lambdaError("throttled", undefined, {
      members: { Reason: cause.reason, retryAfterSeconds: "1" },
      cause,
    }),
  "sandbox-unavailable": (cause) => lambdaError("environment-unavailable", { reason: cause.message }, { cause }),
  stopping: (cause) => lambdaError("stopping", undefined, { cause }),
};

/** What the data plane threw, in the words of the service. What is no `InvokeError` stays as it is. */
export function unstarted(error: unknown): unknown {
  return error instanceof InvokeError ? ANSWERS[error.code](error) : error;
}
