import type { OperationContext } from "./operation.ts";

type Operation<Input, Output> = (input: Input, context: OperationContext) => Promise<Output>;

/** Wraps an operation; what it takes and answers stays the same. */
export type OperationWrapper = <Input, Output>(operation: Operation<Input, Output>) => Operation<Input, Output>;

/**
 * Makes a wrapper of operations, under which what they throw is said in the words of their service: `translate` answers
 * what is to be thrown, which is the failure itself where the service has no words for it.
 */
export function translateFailures(
  translate: (failure: unknown, context: OperationContext) => unknown,
): OperationWrapper {
  return (operation) => async (input, context) => {
    try {
      return await operation(input, context);
    } catch (failure) {
      throw translate(failure, context);
    }
  };
}
