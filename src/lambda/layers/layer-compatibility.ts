import { RETIRED_RUNTIMES, SUPPORTED_RUNTIMES } from "../../runtimes/index.ts";
import { lambdaError } from "../errors.ts";
import type { LayerVersionRecord } from "./layer-record.ts";

/** What ListLayers and ListLayerVersions can be asked to leave out. */
export interface CompatibilityFilter {
  readonly CompatibleRuntime?: string | undefined;
  readonly CompatibleArchitecture?: string | undefined;
}

/** Layers may name runtimes that functions can no longer have. */
const KNOWN_RUNTIMES: readonly string[] = [...SUPPORTED_RUNTIMES, ...RETIRED_RUNTIMES];

/** Throws `AwsError` unless every runtime that a new version names is, or was, one. */
export function checkRuntimes(runtimes: readonly string[]): void {
  if (runtimes.every((runtime) => KNOWN_RUNTIMES.includes(runtime))) return;
  const [given, known] = [runtimes.join(", "), SUPPORTED_RUNTIMES.join(", ")];
  throw lambdaError("unknown-layer-runtimes", { given, runtimes: known });
}

/** Throws `AwsError` when the filter names a runtime that never was. */
export function checkFilter({ CompatibleRuntime: given }: CompatibilityFilter): void {
  if (given === undefined || KNOWN_RUNTIMES.includes(given)) return;
  throw lambdaError("unknown-layer-runtime", { given, runtimes: KNOWN_RUNTIMES.join(", ") });
}

/** Whether a version names what is asked for; one that names nothing is compatible with nothing in particular. */
export function passes({ runtimes, architectures }: LayerVersionRecord, filter: CompatibilityFilter): boolean {
  const { CompatibleRuntime: runtime, CompatibleArchitecture: architecture } = filter;
  if (runtime !== undefined && runtimes?.includes(runtime) !== true) return false;
  return architecture === undefined || architectures?.some((known) => known === architecture) === true;
}
