import { functionArn } from "../../base/index.ts";
import type { OperationContext } from "../../wire/index.ts";
import type { ControlPlane } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";
import { functionKey } from "../function-record.ts";
import { isVersionNumber, type PublishedVersion } from "../version-record.ts";
import type { AliasRecord } from "../alias-record.ts";

/** A function, version or alias as the owner of a policy. */
export interface PolicyTarget {
  readonly entry: FunctionEntry;
  /** `$LATEST` for the function itself. */
  readonly qualifier: string;
  /** With the qualifier that was asked for, if one was. */
  readonly arn: string;
  readonly owner:
    | { readonly kind: "function" }
    | { readonly kind: "version"; readonly version: PublishedVersion }
    | { readonly kind: "alias"; readonly alias: AliasRecord };
}

/** A function as a request for its policy names it. */
export interface PolicyName {
  readonly FunctionName: string;
  readonly Qualifier?: string | undefined;
}

/**
 * Finds what a request for a policy names; undefined when it has the function but no such version or alias. Throws
 * `AwsError`: what `unknownFunction` makes when there is no such function, or what the name deserves.
 */
export async function findPolicyTarget(
  plane: ControlPlane,
  wanted: PolicyName,
  context: OperationContext,
  action: string,
  unknownFunction: "function-not-found" | "no-policy-function" = "function-not-found",
): Promise<PolicyTarget | { readonly missing: string; readonly qualifier: string }> {
  const { name, qualifier } = resolveFunctionName(wanted.FunctionName, wanted.Qualifier, context, action);
  const entry = await plane.directory.find(functionKey(context.scope, name));
  // These messages name the function without qualifier, as was recorded of the service.
  if (entry === undefined) throw lambdaError(unknownFunction, { arn: functionArn(context.scope, name) });
  const arn = functionArn(context.scope, name, qualifier);
  const owner = await ownerOf(plane, entry, qualifier ?? LATEST);
  if (owner === undefined) return { missing: arn, qualifier: qualifier ?? LATEST };
  return { entry, qualifier: qualifier ?? LATEST, arn, owner };
}

/** As `findPolicyTarget`, and throws `AwsError` 404 too when there is no such version or alias. */
export async function existingPolicyTarget(...wanted: Parameters<typeof findPolicyTarget>): Promise<PolicyTarget> {
  const target = await findPolicyTarget(...wanted);
  if (!("missing" in target)) return target;
  const isAlias = /^[a-zA-Z0-9-_]+$/.test(target.qualifier) && !/^\d+$/.test(target.qualifier);
  throw lambdaError(isAlias ? "alias-not-found" : "function-not-found", { arn: target.missing });
}

/** The revision of a policy is that of the function, version or alias that has it. */
export function revisionOf({ entry, owner }: PolicyTarget): string {
  if (owner.kind === "version") return owner.version.revisionId;
  return owner.kind === "alias" ? owner.alias.revisionId : entry.record.latest.revisionId;
}

async function ownerOf(
  { directory }: ControlPlane,
  entry: FunctionEntry,
  qualifier: string,
): Promise<PolicyTarget["owner"] | undefined> {
  if (qualifier === LATEST) return { kind: "function" };
  if (isVersionNumber(qualifier)) {
    const found = await directory.version(entry, qualifier);
    return found && { kind: "version", version: found.record };
  }
  const alias = await directory.alias(entry, qualifier);
  return alias && { kind: "alias", alias };
}
