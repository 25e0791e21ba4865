import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { eventInvokeConfig } from "../event-invoke/event-invoke-configs.ts";
import { EVENT_INVOKE_KIND, readEventInvokeRecord } from "../event-invoke/event-invoke-record.ts";
import { resolveFunctionName } from "../function-name.ts";
import { functionKey } from "../function-record.ts";
import { markerAfter, nameOfMarker, pageSize } from "../list-page.ts";

/** `ListFunctionEventInvokeConfigs`: `$LATEST` first, then versions, then aliases. */
export function listFunctionEventInvokeConfigs(plane: ControlPlane): LambdaHandler<"ListFunctionEventInvokeConfigs"> {
  return async (input, context) => {
    const action = "lambda:ListFunctionEventInvokeConfigs";
    const { name, qualifier } = resolveFunctionName(input.FunctionName, undefined, context, action);
    const after = nameOfMarker(input.Marker);
    if (qualifier !== undefined) throw lambdaError("no-qualifier-here");
    const entry = await plane.directory.find(functionKey(context.scope, name));
    if (entry === undefined) throw lambdaError("event-invoke-function-not-found");
    const prefix = `${entry.key}/`;
    const limit = pageSize(input.MaxItems);
    const start = after === undefined ? {} : { after: prefix + after };
    const found = await plane.records.list(EVENT_INVOKE_KIND, { prefix, limit: limit + 1, ...start });
    const page = found.slice(0, limit).map(({ key, value }) => readEventInvokeRecord(key, value));
    const last = page.at(-1);
    return {
      FunctionEventInvokeConfigs: page.map((config) => eventInvokeConfig(entry, config)),
      ...(found.length > limit && last !== undefined ? { NextMarker: markerAfter(last.qualifier) } : {}),
    };
  };
}
