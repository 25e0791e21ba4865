import { functionArn } from "../base/index.ts";
import type { OperationContext } from "../wire/index.ts";
import type { AliasRecord } from "./alias-record.ts";
import type { ControlPlane } from "./control-plane.ts";
import { lambdaError } from "./errors.ts";
import type { FunctionEntry, VersionEntry } from "./function-entry.ts";
import { LATEST, resolveFunctionName } from "./function-name.ts";
import { functionKey, recordScope } from "./function-record.ts";
import { numberedVersion } from "./invoked-version.ts";

/** What a qualifier is of a function. */
export type QualifierTarget =
  | { readonly kind: "latest"; readonly version: VersionEntry }
  | { readonly kind: "version"; readonly version: VersionEntry }
  /** `version` is the alias's own version, which gets the share of requests that its routing leaves. */
  | { readonly kind: "alias"; readonly version: VersionEntry; readonly alias: AliasRecord };

/** A function, and the version or alias of it that a request names. */
export interface FoundFunction {
  readonly entry: FunctionEntry;
  /** As asked for; undefined when neither the name nor the parameter had one. */
  readonly qualifier: string | undefined;
  /** `$LATEST` when there was no qualifier. */
  readonly target: QualifierTarget;
  /** With the qualifier that was asked for, if one was. */
  readonly arn: string;
}

interface Wanted {
  readonly FunctionName: string;
  readonly Qualifier?: string | undefined;
}

/**
 * Finds the function, and the version or alias of it, that a request names. Throws `AwsError`: 404 when there is no such
 * function, version or alias, or what the name deserves.
 *
 * @param action the permission that the operation needs, e.g. `lambda:GetFunction`
 */
export async function findFunction(
  plane: ControlPlane,
  wanted: Wanted,
  context: OperationContext,
  action: string,
): Promise<FoundFunction> {
  const { name, qualifier } = resolveFunctionName(wanted.FunctionName, wanted.Qualifier, context, action);
  const arn = functionArn(context.scope, name, qualifier);
  const entry = await plane.directory.find(functionKey(context.scope, name));
  const target = entry && (await findTarget(plane, entry, qualifier));
  if (entry === undefined || target === undefined) throw lambdaError("function-not-found", { arn });
  return { entry, qualifier, target, arn };
}

/** What a qualifier is of a function; undefined when it has no such version or alias. */
export async function findTarget(
  { directory }: ControlPlane,
  entry: FunctionEntry,
  qualifier: string | undefined,
): Promise<QualifierTarget | undefined> {
  if (qualifier === undefined || qualifier === LATEST) return { kind: "latest", version: entry.latest };
  const published = await directory.version(entry, qualifier);
  if (published !== undefined) return { kind: "version", version: published };
  const alias = await directory.alias(entry, qualifier);
  if (alias === undefined) return undefined;
  const version = await numberedVersion(directory, entry, alias.version);
  return version && { kind: "alias", alias, version };
}

/** Finds a function for an operation that concerns it as a whole and refuses any qualifier. Throws `AwsError`. */
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

/**
 * Finds a function for an operation on its aliases: a qualifier of the name is passed over. Throws `AwsError`.
 *
 * @param shown the qualifier that the message for an unknown function names
 */
export async function findUnqualified(
  { directory }: ControlPlane,
  FunctionName: string,
  context: OperationContext,
  action: string,
  shown?: string,
): Promise<FunctionEntry> {
  const { name } = resolveFunctionName(FunctionName, undefined, context, action);
  const entry = await directory.find(functionKey(context.scope, name));
  if (entry === undefined) throw lambdaError("function-not-found", { arn: functionArn(context.scope, name, shown) });
  return entry;
}

/**
 * Finds a function for an operation that changes `$LATEST`, which may be named and nothing else. Throws `AwsError`.
 */
export async function findLatest(
  plane: ControlPlane,
  FunctionName: string,
  context: OperationContext,
  action: string,
): Promise<FunctionEntry> {
  const { name, qualifier } = resolveFunctionName(FunctionName, undefined, context, action);
  if (qualifier !== undefined && qualifier !== LATEST) throw lambdaError("latest-only");
  return (await findFunction(plane, { FunctionName: name }, context, action)).entry;
}

/**
 * Makes sure that a function may be updated now. Throws `AwsError`: 412 for a stale revision, 409 in its present state.
 *
 * The revision comes first: of two who update with the same one, the loser is to read again rather than to try again,
 * whether or not the winner's update is still in progress.
 */
export function checkUpdatable({ record }: FunctionEntry, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== record.latest.revisionId)
    throw lambdaError("stale-revision", { operation: "GetFunction/GetAlias" });
  if (record.latest.state === "Pending") throw lambdaError("not-in-state", { state: "Pending" });
  if (record.staged !== null)
    throw lambdaError("update-in-progress", { arn: functionArn(recordScope(record), record.name) });
}
