import { StoreFullError } from "../../store/index.ts";
import { type OperationWrapper, translateFailures } from "../../wire/index.ts";
import { snsError } from "./errors.ts";

/** Wraps an operation that writes: a full disk is an error of the service, of which the client may try again. */
export const withStoreFailures: OperationWrapper = translateFailures((failure) =>
  failure instanceof StoreFullError ? snsError("disk-full", { reason: failure.message }, failure) : failure,
);
