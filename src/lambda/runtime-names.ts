import type { RuntimeCatalogue } from "../runtimes/index.ts";
import { lambdaError } from "./errors.ts";
import { findRuntime, RuntimeMissing } from "./launch-specs.ts";

/** Identifiers that AWS accepts today (AWS Lambda developer guide, "Lambda runtimes"). */
export const SUPPORTED_RUNTIMES: readonly string[] = [
  "nodejs20.x",
  "nodejs22.x",
  "nodejs24.x",
  "nodejs26.x",
  "python3.10",
  "python3.11",
  "python3.12",
  "python3.13",
  "python3.14",
  "python3.15",
  "java8.al2",
  "java8.al2023",
  "java11",
  "java11.al2023",
  "java17",
  "java17.al2023",
  "java21",
  "java25",
  "dotnet8",
  "dotnet10",
  "ruby3.3",
  "ruby3.4",
  "ruby4.0",
  "provided.al2",
  "provided.al2023",
];

/** Identifiers that AWS once accepted and no longer does. */
export const RETIRED_RUNTIMES: readonly string[] = [
  "nodejs",
  "nodejs4.3",
  "nodejs4.3-edge",
  "nodejs6.10",
  "nodejs8.10",
  "nodejs10.x",
  "nodejs12.x",
  "nodejs14.x",
  "nodejs16.x",
  "nodejs18.x",
  "python2.7",
  "python3.6",
  "python3.7",
  "python3.8",
  "python3.9",
  "java8",
  "dotnetcore1.0",
  "dotnetcore2.0",
  "dotnetcore2.1",
  "dotnetcore3.1",
  "dotnet6",
  "go1.x",
  "ruby2.5",
  "ruby2.7",
  "ruby3.2",
  "provided",
];

/** Makes sure that a function may be created with this runtime, and that this machine can run it. Throws `AwsError`. */
export function checkRuntime(runtime: string, catalogue: RuntimeCatalogue): void {
  if (RETIRED_RUNTIMES.includes(runtime)) throw lambdaError("retired-runtime", { runtime });
  if (!SUPPORTED_RUNTIMES.includes(runtime))
    throw lambdaError("unknown-runtime", { runtime, runtimes: SUPPORTED_RUNTIMES.join(", ") });
  try {
    findRuntime(catalogue, runtime);
  } catch (error) {
    if (!(error instanceof RuntimeMissing)) throw error;
    throw lambdaError("missing-runtime", { runtime, reason: error.reason, cure: error.cure }, { cause: error });
  }
}
