import { StoreFullError } from "../../store/index.ts";
import { type OperationWrapper, translateFailures } from "../../wire/index.ts";
import { eventsError } from "./errors.ts";

/** Wraps an operation that writes: a full disk is said in the words of the service, other failures are passed on. */
export const withStoreFailures: OperationWrapper = translateFailures((failure) =>
  failure instanceof StoreFullError ? eventsError("disk-full", { message: failure.message }, failure) : failure,
);
