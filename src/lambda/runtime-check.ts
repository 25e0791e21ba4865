import { isRetired, type RuntimeCatalogue, SUPPORTED_RUNTIMES } from "../runtimes/index.ts";
import { lambdaError } from "./errors.ts";
import { findRuntime, RuntimeMissing } from "./launch-specs.ts";

/** Makes sure that a function may be created with this runtime, and that this machine can run it. Throws `AwsError`. */
export function checkRuntime(runtime: string, catalogue: RuntimeCatalogue): void {
  if (isRetired(runtime)) throw lambdaError("retired-runtime", { runtime });
  if (!SUPPORTED_RUNTIMES.includes(runtime))
    throw lambdaError("unknown-runtime", { runtime, runtimes: SUPPORTED_RUNTIMES.join(", ") });
  try {
    findRuntime(catalogue, runtime);
  } catch (error) {
    if (!(error instanceof RuntimeMissing)) throw error;
    throw lambdaError("missing-runtime", { runtime, reason: error.reason, cure: error.cure }, { cause: error });
  }
}
