import { listedConfiguration } from "../configuration.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { LATEST } from "../function-name.ts";
import { markerAfter, nameOfMarker, pageSize } from "../list-page.ts";

/** `ListFunctions`: a page in order of name. `FunctionVersion=ALL` shows `$LATEST` with its qualified ARN. */
export function listFunctions({ directory }: ControlPlane): LambdaHandler<"ListFunctions"> {
  return async (input, { scope }) => {
    const after = nameOfMarker(input.Marker);
    // Only functions replicated to edge locations have a master region, and there are none.
    if (input.MasterRegion !== undefined) return { Functions: [] };
    const limit = pageSize(input.MaxItems);
    const records = await directory.list(scope, after, limit + 1);
    const page = records.slice(0, limit);
    const qualifier = input.FunctionVersion === "ALL" ? LATEST : undefined;
    const last = page.at(-1);
    return {
      Functions: page.map((record) => listedConfiguration(record, qualifier)),
      ...(records.length > limit && last !== undefined ? { NextMarker: markerAfter(last.name) } : {}),
    };
  };
}
