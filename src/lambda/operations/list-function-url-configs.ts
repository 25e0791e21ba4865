import { functionArn } from "../../base/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";
import { functionKey } from "../function-record.ts";
import { urlConfig } from "../function-urls/url-config.ts";
import { FUNCTION_URL_KIND, readFunctionUrl } from "../function-urls/url-record.ts";
import { markerAfter, nameOfMarker, pageSize } from "../list-page.ts";

/** `ListFunctionUrlConfigs`: the URL of the function, if it has one, and then those of its aliases in order of name. */
export function listFunctionUrlConfigs(plane: ControlPlane): LambdaHandler<"ListFunctionUrlConfigs"> {
  return async (input, context) => {
    const marker = nameOfMarker(input.Marker);
    const action = "lambda:ListFunctionUrlConfigs";
    const { name } = resolveFunctionName(input.FunctionName, undefined, context, action);
    const entry = await plane.directory.find(functionKey(context.scope, name));
    if (entry === undefined) throw lambdaError("url-function-not-found");
    const limit = pageSize(input.MaxItems);
    // The key of `$LATEST` comes before that of any alias.
    const prefix = `${entry.key}/`;
    const after = marker === undefined ? {} : { after: prefix + marker };
    const stored = await plane.records.list(FUNCTION_URL_KIND, { prefix, limit: limit + 1, ...after });
    const page = stored.slice(0, limit).map(({ key, value }) => {
      const qualifier = key.slice(prefix.length);
      return { qualifier, record: readFunctionUrl(key, value) };
    });
    const last = page.at(-1);
    return {
      FunctionUrlConfigs: page.map(({ qualifier, record }) =>
        urlConfig(record, functionArn(context.scope, name, qualifier === LATEST ? undefined : qualifier), context),
      ),
      ...(stored.length > limit && last !== undefined ? { NextMarker: markerAfter(last.qualifier) } : {}),
    };
  };
}
