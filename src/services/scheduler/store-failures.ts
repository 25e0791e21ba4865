import { StoreFullError } from "../../store/index.ts";
import type { OperationContext } from "../../wire/index.ts";
import { schedulerError } from "./errors.ts";

/** Wraps an operation that writes: a full disk is said in the words of the service, other failures are passed on. */
export function withStoreFailures<Input, Output>(
  operation: (input: Input, context: OperationContext) => Promise<Output>,
): (input: Input, context: OperationContext) => Promise<Output> {
  return async (input, context) => {
    try {
      return await operation(input, context);
    } catch (error) {
      throw error instanceof StoreFullError ? schedulerError("disk-full", { message: error.message }, error) : error;
    }
  };
}
