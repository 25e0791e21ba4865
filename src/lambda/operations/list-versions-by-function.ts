import { listedConfiguration } from "../configuration.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { versionsAfter } from "../function-lists.ts";
import { findFunction } from "../function-lookup.ts";
import { LATEST } from "../function-name.ts";
import { markerAfter, nameOfMarker, pageSize } from "../list-page.ts";
import { isVersionNumber } from "../version-record.ts";

/** `ListVersionsByFunction`: `$LATEST` comes first, then the published versions in order of number. */
export function listVersionsByFunction(plane: ControlPlane): LambdaHandler<"ListVersionsByFunction"> {
  return async (input, context) => {
    const after = nameOfMarker(input.Marker);
    if (after !== undefined && after !== LATEST && !isVersionNumber(after)) throw lambdaError("malformed-marker");
    const { entry } = await findFunction(plane, input, context, "lambda:ListVersionsByFunction");
    const limit = pageSize(input.MaxItems);
    const published = await versionsAfter(plane.records, entry.key, after === LATEST ? undefined : after, limit + 1);
    const rest = after === undefined ? [entry.record.latest, ...published] : published;
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    return {
      Versions: page.map((version) => listedConfiguration(entry.record, version, version.version)),
      ...(rest.length > limit && last !== undefined ? { NextMarker: markerAfter(last.version) } : {}),
    };
  };
}
