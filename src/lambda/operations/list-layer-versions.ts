import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { checkFilter, passes } from "../layers/layer-compatibility.ts";
import { layerVersions } from "../layers/layer-lists.ts";
import { listedLayerVersion } from "../layers/layer-output.ts";
import type { LayerVersionRecord } from "../layers/layer-record.ts";
import { refuseForeignLayer, resolveLayerName } from "../layers/layer-reference.ts";
import { markerAfter, nameOfMarker, pageSize } from "../list-page.ts";

/** `ListLayerVersions`: a page of those that pass the filter, newest first; empty when there is no such layer. */
export function listLayerVersions({ records }: ControlPlane): LambdaHandler<"ListLayerVersions"> {
  return async (input, context) => {
    checkFilter(input);
    const reference = resolveLayerName(input.LayerName, context);
    refuseForeignLayer(reference, undefined, context, "lambda:ListLayerVersions");
    const limit = pageSize(input.MaxItems);
    const page: LayerVersionRecord[] = [];
    for await (const record of layerVersions(records, reference, versionOfMarker(input.Marker))) {
      if (!passes(record, input)) continue;
      const last = page.at(-1);
      if (page.length === limit && last !== undefined)
        return { LayerVersions: page.map(listedLayerVersion), NextMarker: markerAfter(String(last.version)) };
      page.push(record);
    }
    return { LayerVersions: page.map(listedLayerVersion) };
  };
}

/** The version after which a page begins; undefined for the first. Throws `AwsError`. */
function versionOfMarker(marker: string | undefined): number | undefined {
  const text = nameOfMarker(marker);
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(text)) throw lambdaError("malformed-marker");
  return Number(text);
}
