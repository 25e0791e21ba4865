import { functionArn } from "../../base/index.ts";
import type { LambdaModel } from "../../wire/index.ts";
import type { AliasRecord } from "../alias-record.ts";
import { checkProvisionedAlias } from "../concurrency/provisioning-rules.ts";
import { aliasConfiguration, checkRouting, existingVersion, routingOf } from "../alias-settings.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionChange } from "../function-directory.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { findUnqualified } from "../function-lookup.ts";
import { changeFunction } from "../function-update.ts";

/** `UpdateAlias`: what is not given stays; empty weights end the splitting of requests. */
export function updateAlias(plane: ControlPlane): LambdaHandler<"UpdateAlias"> {
  return async (input, context) => {
    const find = () => findUnqualified(plane, input.FunctionName, context, "lambda:UpdateAlias");
    const revisionId = plane.random.uuid();
    let alias: AliasRecord | undefined;
    const { key } = await find();
    const change = async (seen: FunctionEntry): Promise<FunctionChange> => {
      const former = await plane.directory.alias(seen, input.Name);
      if (former === undefined)
        throw lambdaError("updated-alias-not-found", {
          arn: functionArn(context.scope, seen.record.name, input.Name),
        });
      if (input.RevisionId !== undefined && input.RevisionId !== former.revisionId)
        throw lambdaError("stale-revision", { operation: "GetFunction/GetAlias" });
      alias = { ...(await updated(plane, seen, former, input)), revisionId };
      checkProvisionedAlias(plane, seen, alias);
      return { record: seen.record, aliases: [alias], also: [] };
    };
    // What is provisioned does not change meanwhile.
    const entry = await plane.concurrency.ledger.exclusively(key, () => changeFunction(plane, find, change));
    if (alias === undefined) throw new Error(`alias ${input.Name} of ${entry.key} was not updated`);
    return aliasConfiguration(entry, alias);
  };
}

async function updated(
  plane: ControlPlane,
  entry: FunctionEntry,
  former: AliasRecord,
  { FunctionVersion, Description, RoutingConfig }: LambdaModel.UpdateAliasRequest,
): Promise<AliasRecord> {
  const version = await existingVersion(plane, entry, FunctionVersion ?? former.version);
  const description = Description ?? former.description;
  if (RoutingConfig !== undefined) {
    const routing = await routingOf(plane, entry, version, RoutingConfig.AdditionalVersionWeights);
    return { ...former, version: version.version, description, routing };
  }
  // The routing that stays must be possible with the version that is new.
  if (former.routing !== null) await checkRouting(plane, entry, version, former.routing);
  return { ...former, version: version.version, description };
}
