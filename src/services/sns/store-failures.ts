import { StoreFullError } from "../../store/index.ts";
import type { OperationContext } from "../../wire/index.ts";
import { snsError } from "./errors.ts";

/** Wraps an operation that writes: a full disk is an error of the service, of which the client may try again. */
export function withStoreFailures<Input, Output>(
  operation: (input: Input, context: OperationContext) => Promise<Output>,
): (input: Input, context: OperationContext) => Promise<Output> {
  return async (input, context) => {
    try {
      return await operation(input, context);
    } catch (error) {
      throw error instanceof StoreFullError ? snsError("disk-full", { reason: error.message }, error) : error;
    }
  };
}
