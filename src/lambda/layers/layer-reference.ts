import type { Scope } from "../../base/index.ts";
import type { OperationContext } from "../../wire/index.ts";
import { lambdaError } from "../errors.ts";
import { layerArn, layerVersionArn } from "./layer-record.ts";

/** A layer as a request names it. */
export interface LayerReference {
  /** Whose it is, and where. */
  readonly scope: Scope;
  readonly name: string;
}

/** A version of a layer as a request names it. */
export interface LayerVersionReference extends LayerReference {
  readonly version: number;
}

const ARN = /^arn:aws[a-zA-Z-]*:lambda:([a-z0-9-]+):(\d{12}):layer:([a-zA-Z0-9-_]+)(?::(\d+))?$/;

/**
 * Takes a layer's name, or its ARN, apart. Throws `AwsError` 404 for an ARN of another region;
 * whether a layer of another account may be used is not asked here.
 */
export function resolveLayerName(nameOrArn: string, { scope }: Pick<OperationContext, "scope">): LayerReference {
  if (!nameOrArn.startsWith("arn:")) return { scope, name: nameOrArn };
  const [, region, accountId, name, version] = ARN.exec(nameOrArn) ?? [];
  // The model lets no such text pass; no layer has such a name either.
  if (region === undefined || accountId === undefined || name === undefined || version !== undefined)
    return { scope, name: nameOrArn };
  const reference = { scope: { region, accountId }, name };
  refuseOtherRegion(reference, { scope });
  return reference;
}

/** Throws `AwsError` 404 for a layer of another region, as for functions. */
export function refuseOtherRegion(
  { scope: { region } }: LayerReference,
  { scope }: Pick<OperationContext, "scope">,
): void {
  if (region !== scope.region) throw lambdaError("layer-unreachable", { region, ownRegion: scope.region });
}

/** Owner, region, name and number of a layer version's ARN, or undefined when it is none; AWS's own layers have no owner. */
export function parseLayerVersionArn(arn: string): LayerVersionReference | undefined {
  const [, region, accountId, name, version] = ARN.exec(arn) ?? [];
  if (region === undefined || accountId === undefined || name === undefined || version === undefined) return undefined;
  return { scope: { region, accountId }, name, version: Number(version) };
}

/** For operations that a layer's policy cannot allow to other accounts. Throws `AwsError` 403. */
export function refuseForeignLayer(
  { scope, name }: LayerReference,
  version: number | undefined,
  context: Pick<OperationContext, "scope" | "caller">,
  action: string,
): void {
  if (scope.accountId === context.scope.accountId) return;
  const arn = version === undefined ? layerArn(scope, name) : layerVersionArn(scope, name, version);
  throw lambdaError("other-account", { caller: context.caller.arn, action, arn });
}
