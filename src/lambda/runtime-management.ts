import { functionArn } from "../base/index.ts";
import type { LambdaModel, OperationContext } from "../wire/index.ts";
import type { ControlPlane } from "./control-plane.ts";
import { lambdaError } from "./errors.ts";
import type { FunctionEntry } from "./function-entry.ts";
import { findFunction } from "./function-lookup.ts";
import { recordScope } from "./function-record.ts";
import type { RuntimeManagementRecord } from "./runtime-management-record.ts";

/** A version of a function, whose runtime is managed apart from that of the others. */
export interface ManagedVersion {
  readonly entry: FunctionEntry;
  /** `$LATEST` or a number. */
  readonly version: string;
}

interface Wanted {
  readonly FunctionName: string;
  readonly Qualifier?: string | undefined;
}

/** Finds the version that a request names, `$LATEST` if none. Throws `AwsError` 404, for an alias too. */
export async function findManagedVersion(
  plane: ControlPlane,
  wanted: Wanted,
  context: OperationContext,
  action: string,
): Promise<ManagedVersion> {
  const { entry, target, arn } = await findFunction(plane, wanted, context, action);
  if (target.kind === "alias") throw lambdaError("function-not-found", { arn });
  return { entry, version: target.version.record.version };
}

/** The answer of both operations: the runtime version is told for `Manual` only. */
export function runtimeManagementOutput(
  { entry, version }: ManagedVersion,
  { updateRuntimeOn, runtimeVersionArn }: Omit<RuntimeManagementRecord, "form">,
): LambdaModel.PutRuntimeManagementConfigResponse {
  const { record } = entry;
  return {
    UpdateRuntimeOn: updateRuntimeOn,
    FunctionArn: functionArn(recordScope(record), record.name, version),
    ...(runtimeVersionArn === null ? {} : { RuntimeVersionArn: runtimeVersionArn }),
  };
}
