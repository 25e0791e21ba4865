import { LogBacklogFull, LogGroupMissing, StoreFullError } from "../../store/index.ts";
import { AwsError, type OperationWrapper, translateFailures } from "../../wire/index.ts";
import { groupNotFound } from "./errors.ts";

/** Wraps an operation that writes: what the store throws is said in the words of the service. */
export const withStoreFailures: OperationWrapper = translateFailures((failure) => {
  // The group was there a moment ago, and was deleted meanwhile.
  if (failure instanceof LogGroupMissing) return groupNotFound();
  if (failure instanceof LogBacklogFull)
    return new AwsError("ThrottlingException", "Rate exceeded", { cause: failure });
  if (failure instanceof StoreFullError)
    return new AwsError("ServiceUnavailableException", failure.message, { cause: failure });
  return failure;
});
