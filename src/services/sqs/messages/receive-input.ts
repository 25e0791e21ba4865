import type { SqsModel } from "../../../wire/index.ts";
import { invalidValue } from "../sqs-error.ts";

const LIMIT_MAX = 10;
const WAIT_S_MAX = 20;
export const VISIBILITY_S_MAX = 43_200;

/** Throws `InvalidParameterValue` (SQS API reference, ReceiveMessage). */
export function checkReceiveInput(input: SqsModel.ReceiveMessageRequest): void {
  const { MaxNumberOfMessages: limit, WaitTimeSeconds: waitS, VisibilityTimeout: visibilityS } = input;
  if (limit !== undefined && (limit < 1 || limit > LIMIT_MAX))
    throw invalidValue("MaxNumberOfMessages", limit, "Must be between 1 and 10, if provided.");
  if (waitS !== undefined && (waitS < 0 || waitS > WAIT_S_MAX))
    throw invalidValue("WaitTimeSeconds", waitS, "Must be >= 0 and <= 20, if provided.");
  if (visibilityS !== undefined) checkVisibility(visibilityS);
  if (input.ReceiveRequestAttemptId !== undefined && !/^[!-~]{1,128}$/.test(input.ReceiveRequestAttemptId))
    throw invalidValue(
      "ReceiveRequestAttemptId",
      input.ReceiveRequestAttemptId,
      "ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
    );
}

/** Throws `InvalidParameterValue`. */
export function checkVisibility(seconds: number): void {
  if (seconds < 0 || seconds > VISIBILITY_S_MAX)
    throw invalidValue("VisibilityTimeout", seconds, "Must be between 0 and 43200.");
}
