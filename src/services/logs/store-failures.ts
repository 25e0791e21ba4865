import { LogBacklogFull, LogGroupMissing, StoreFullError } from "../../store/index.ts";
import { AwsError } from "../../wire/index.ts";
import type { OperationContext } from "../../wire/index.ts";
import { groupNotFound } from "./errors.ts";

/** What a failure of the store is in the words of the service; failures that it has no words for are passed on. */
function translate(error: unknown): unknown {
  // The group was there a moment ago, and was deleted meanwhile.
  if (error instanceof LogGroupMissing) return groupNotFound();
  if (error instanceof LogBacklogFull) return new AwsError("ThrottlingException", "Rate exceeded", { cause: error });
  if (error instanceof StoreFullError)
    return new AwsError("ServiceUnavailableException", error.message, { cause: error });
  return error;
}

/** Wraps an operation that writes. */
export function withStoreFailures<Input, Output>(
  operation: (input: Input, context: OperationContext) => Promise<Output>,
): (input: Input, context: OperationContext) => Promise<Output> {
  return async (input, context) => {
    try {
      return await operation(input, context);
    } catch (error) {
      throw translate(error);
    }
  };
}
