import { functionArn } from "../base/index.ts";
import type { OperationContext } from "../wire/index.ts";
import type { ControlPlane } from "./control-plane.ts";
import { lambdaError } from "./errors.ts";
import type { FunctionEntry } from "./function-directory.ts";
import { functionKey, recordScope } from "./function-record.ts";
import { LATEST, resolveFunctionName } from "./function-name.ts";

export interface FoundFunction {
  readonly entry: FunctionEntry;
  /** As asked for; undefined when neither the name nor the parameter had one. */
  readonly qualifier: string | undefined;
}

interface Wanted {
  readonly FunctionName: string;
  readonly Qualifier?: string | undefined;
}

/** Finds the function, and version, that a request names. Throws `AwsError`: 404 unknown, or what the name deserves. */
export async function findFunction(
  { directory }: ControlPlane,
  wanted: Wanted,
  context: OperationContext,
  action: string,
): Promise<FoundFunction> {
  const { name, qualifier } = resolveFunctionName(wanted.FunctionName, wanted.Qualifier, context, action);
  const entry = await directory.find(functionKey(context.scope, name));
  // `$LATEST` is the only version there is until versions and aliases can be made.
  if (entry === undefined || (qualifier !== undefined && qualifier !== LATEST))
    throw lambdaError("function-not-found", { arn: functionArn(context.scope, name, qualifier) });
  return { entry, qualifier };
}

/** Finds a function for an operation that concerns it as a whole, whatever version is named. */
export async function findWholeFunction(
  plane: ControlPlane,
  wanted: Wanted,
  context: OperationContext,
  action: string,
): Promise<FunctionEntry> {
  const found = await findFunction(plane, wanted, context, action);
  if (found.qualifier !== undefined) throw lambdaError("no-qualifier-here");
  return found.entry;
}

/** Makes sure that a function may be updated now. Throws `AwsError`: 409 in its present state, 412 for a stale revision. */
export function checkUpdatable({ record }: FunctionEntry, revisionId: string | undefined): void {
  if (record.latest.state === "Pending") throw lambdaError("not-in-state", { state: "Pending" });
  if (record.staged !== null)
    throw lambdaError("update-in-progress", { arn: functionArn(recordScope(record), record.name) });
  if (revisionId !== undefined && revisionId !== record.latest.revisionId) throw lambdaError("stale-revision");
}
