import { functionArn } from "../base/index.ts";
import type { OperationContext } from "../wire/index.ts";
import type { ControlPlane } from "./control-plane.ts";
import { lambdaError } from "./errors.ts";
import type { FunctionEntry } from "./function-entry.ts";
import { findFunction } from "./function-lookup.ts";
import { parseFunctionArn } from "./function-name.ts";
import { recordScope } from "./function-record.ts";

/** Finds what an ARN to be tagged names; only functions can be tagged yet. Throws `AwsError`. */
export async function findTagged(
  plane: ControlPlane,
  arn: string,
  context: OperationContext,
  action: string,
): Promise<FunctionEntry> {
  const reference = parseFunctionArn(arn);
  if (reference === undefined) throw lambdaError("resource-not-found", { arn });
  if (reference.qualifier !== undefined) throw lambdaError("tags-on-qualifier");
  return (await findFunction(plane, { FunctionName: arn }, context, action)).entry;
}

/** Tags cannot be changed while an update is in progress (AWS Lambda developer guide, "Lambda function states"). */
export function refuseDuringUpdate({ record }: FunctionEntry): void {
  if (record.staged === null) return;
  throw lambdaError("update-in-progress", { arn: functionArn(recordScope(record), record.name) });
}
