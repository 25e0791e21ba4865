import { functionArn } from "../../base/index.ts";
import { aliasConfiguration } from "../alias-settings.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { findUnqualified } from "../function-lookup.ts";

/** `GetAlias`. */
export function getAlias(plane: ControlPlane): LambdaHandler<"GetAlias"> {
  return async (input, context) => {
    const entry = await findUnqualified(plane, input.FunctionName, context, "lambda:GetAlias");
    const alias = await plane.directory.alias(entry, input.Name);
    if (alias !== undefined) return aliasConfiguration(entry, alias);
    throw lambdaError("alias-not-found", { arn: functionArn(context.scope, entry.record.name, input.Name) });
  };
}
