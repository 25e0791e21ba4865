import type { LambdaModel } from "../../wire/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { checkFilter, type CompatibilityFilter, passes } from "../layers/layer-compatibility.ts";
import { layerNames, layerVersions } from "../layers/layer-lists.ts";
import { listedLayerVersion } from "../layers/layer-output.ts";
import { layerArn } from "../layers/layer-record.ts";
import type { LayerReference } from "../layers/layer-reference.ts";
import { markerAfter, nameOfMarker, pageSize } from "../list-page.ts";

/** `ListLayers`: a page in order of name, each with its newest version that passes the filter; without one it is left out. */
export function listLayers(plane: ControlPlane): LambdaHandler<"ListLayers"> {
  return async (input, { scope }) => {
    checkFilter(input);
    const limit = pageSize(input.MaxItems);
    const Layers: LambdaModel.LayersListItem[] = [];
    for await (const name of layerNames(plane.records, scope, nameOfMarker(input.Marker))) {
      const layer = await listedLayer(plane, { scope, name }, input);
      if (layer === undefined) continue;
      const last = Layers.at(-1)?.LayerName;
      if (Layers.length === limit && last !== undefined) return { Layers, NextMarker: markerAfter(last) };
      Layers.push(layer);
    }
    return { Layers };
  };
}

async function listedLayer(
  { records }: ControlPlane,
  reference: LayerReference,
  filter: CompatibilityFilter,
): Promise<LambdaModel.LayersListItem | undefined> {
  const { scope, name } = reference;
  for await (const version of layerVersions(records, reference)) {
    if (!passes(version, filter)) continue;
    const LatestMatchingVersion = listedLayerVersion(version);
    return { LayerName: name, LayerArn: layerArn(scope, name), LatestMatchingVersion };
  }
  return undefined;
}
