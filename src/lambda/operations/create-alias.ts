import { functionArn } from "../../base/index.ts";
import type { AliasRecord } from "../alias-record.ts";
import { aliasConfiguration, existingVersion, routingOf } from "../alias-settings.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { findUnqualified } from "../function-lookup.ts";
import { changeFunction } from "../function-update.ts";

/** `CreateAlias`: a name for a version, or for two between which requests are split. The function's revision stays. */
export function createAlias(plane: ControlPlane): LambdaHandler<"CreateAlias"> {
  return async (input, context) => {
    const { Name: name, FunctionVersion: wanted } = input;
    // The message for an unknown function names the version, as was recorded of the service.
    const find = () => findUnqualified(plane, input.FunctionName, context, "lambda:CreateAlias", wanted);
    const revisionId = plane.random.uuid();
    let alias: AliasRecord | undefined;
    const entry = await changeFunction(plane, find, async (seen) => {
      const version = await existingVersion(plane, seen, wanted);
      if ((await plane.directory.alias(seen, name)) !== undefined)
        throw lambdaError("alias-exists", { arn: functionArn(context.scope, seen.record.name, name) });
      const routing = await routingOf(plane, seen, version, input.RoutingConfig?.AdditionalVersionWeights);
      alias = { form: 1, name, version: wanted, description: input.Description ?? "", routing, revisionId };
      return { record: seen.record, aliases: [alias], also: [] };
    });
    if (alias === undefined) throw new Error(`no alias ${name} was made of ${entry.key}`);
    return aliasConfiguration(entry, alias);
  };
}
