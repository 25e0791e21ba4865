import { functionArn } from "../base/index.ts";
import type { LambdaModel } from "../wire/index.ts";
import type { AliasRecord, AliasRouting } from "./alias-record.ts";
import type { ControlPlane } from "./control-plane.ts";
import { lambdaError } from "./errors.ts";
import type { FunctionEntry } from "./function-entry.ts";
import { numberedVersion } from "./invoked-version.ts";
import { LATEST } from "./function-name.ts";
import { recordScope, type VersionRecord } from "./function-record.ts";

type Weights = LambdaModel.AliasRoutingConfiguration["AdditionalVersionWeights"];

/** The version that an alias is to point to. Throws `AwsError` (404) when it does not exist. */
export async function existingVersion(
  { directory }: ControlPlane,
  entry: FunctionEntry,
  version: string,
): Promise<VersionRecord> {
  const found = await numberedVersion(directory, entry, version);
  if (found !== undefined) return found.record;
  throw lambdaError("function-not-found", { arn: functionArn(recordScope(entry.record), entry.record.name, version) });
}

/**
 * The routing that a request asks for, checked in the order of the service (Lambda developer guide, "Implement Lambda
 * canary deployments using a weighted alias"). No weights mean no routing. Throws `AwsError`.
 */
export async function routingOf(
  plane: ControlPlane,
  entry: FunctionEntry,
  version: VersionRecord,
  weights: Weights,
): Promise<AliasRouting | null> {
  const [first, ...others] = Object.entries(weights ?? {});
  if (first === undefined) return null;
  if (others.length > 0) throw lambdaError("too-many-weights");
  const routing = { version: first[0], weight: first[1] };
  await checkRouting(plane, entry, version, routing);
  return routing;
}

/** Throws `AwsError` when requests for an alias of this version cannot be split so. */
export async function checkRouting(
  plane: ControlPlane,
  entry: FunctionEntry,
  version: VersionRecord,
  routing: AliasRouting,
): Promise<void> {
  if (routing.version === version.version) throw lambdaError("version-routed-twice", { version: version.version });
  if (version.version === LATEST) throw lambdaError("latest-routed");
  const { settings } = await existingVersion(plane, entry, routing.version);
  if (settings.roleArn !== version.settings.roleArn) throw lambdaError("roles-routed");
  if (settings.deadLetterArn !== version.settings.deadLetterArn) throw lambdaError("dead-letters-routed");
}

/** An alias as its operations answer it. */
export function aliasConfiguration({ record }: FunctionEntry, alias: AliasRecord): LambdaModel.AliasConfiguration {
  const { name, version, description, routing, revisionId } = alias;
  return {
    AliasArn: functionArn(recordScope(record), record.name, name),
    Name: name,
    FunctionVersion: version,
    Description: description,
    RevisionId: revisionId,
    ...(routing === null ? {} : { RoutingConfig: { AdditionalVersionWeights: { [routing.version]: routing.weight } } }),
  };
}
