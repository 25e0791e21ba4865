import { isRetired, type RuntimeCatalogue, SUPPORTED_RUNTIMES } from "../runtimes/index.ts";
import { lambdaError } from "./errors.ts";
import { findRuntime, RuntimeMissing } from "./launch-specs.ts";

/** Makes sure that a function may be created with this runtime, and that this machine can run it. Throws `AwsError`. */
export function checkRuntime(runtime: string, handler: string, catalogue: RuntimeCatalogue): void {
  if (isRetired(runtime)) throw lambdaError("retired-runtime", { runtime });
  if (!SUPPORTED_RUNTIMES.includes(runtime))
    throw lambdaError("unknown-runtime", { runtime, runtimes: SUPPORTED_RUNTIMES.join(", ") });
  checkRunnable(runtime, handler, catalogue);
}

/** Makes sure that this machine can run such a handler, whether or not new functions may have it. Throws `AwsError`. */
export function checkRunnable(runtime: string, handler: string, catalogue: RuntimeCatalogue): void {
  try {
    findRuntime(catalogue, runtime, handler);
  } catch (error) {
    if (!(error instanceof RuntimeMissing)) throw error;
    throw lambdaError("missing-runtime", { runtime, reason: error.reason, cure: error.cure }, { cause: error });
  }
}
