import { StoreFullError } from "../../store/index.ts";
import { AwsError } from "../../wire/index.ts";
import type { OperationContext } from "../../wire/index.ts";

/** An operation that writes; a full disk becomes `ServiceUnavailableException`, which names the cause and the cure. */
export function whenFull<Input, Output>(
  operation: (input: Input, context: OperationContext) => Promise<Output>,
): (input: Input, context: OperationContext) => Promise<Output> {
  return async (input, context) => {
    try {
      return await operation(input, context);
    } catch (error) {
      if (error instanceof StoreFullError)
        throw new AwsError("ServiceUnavailableException", error.message, { cause: error });
      throw error;
    }
  };
}
