import { AwsError, fillMessage, type OperationContext } from "../../wire/index.ts";
import type { SqsErrorName } from "./error-catalogue.ts";
import { SQS_ERRORS } from "./error-catalogue.ts";

/** An error of the catalogue, its `{parameters}` filled in. */
export function sqsError(
  name: SqsErrorName,
  parameters?: Readonly<Record<string, string | number>>,
  cause?: unknown,
): AwsError {
  const entry = SQS_ERRORS.get(name);
  if (entry === undefined) throw new Error(`the catalogue has no error ${name}`);
  return new AwsError(entry.code, fillMessage(entry.message, parameters), { status: entry.status, cause });
}

/** The older protocol says it in other words. */
export function queueMissing({ headers }: Pick<OperationContext, "headers">): AwsError {
  return sqsError(headers["x-amz-target"] === undefined ? "queue-missing-query" : "queue-missing");
}

/** `Value 11 for parameter X is invalid. Reason: ...` */
export function invalidValue(name: string, value: string | number, reason: string): AwsError {
  return sqsError("value", { name, value, reason });
}
