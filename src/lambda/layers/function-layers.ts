import { CODE_UNZIPPED_BYTES_MAX } from "../../base/index.ts";
import type { RecordStore } from "../../store/index.ts";
import type { OperationContext } from "../../wire/index.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionSettings, LayerSettings } from "../function-record.ts";
import { usableLayerVersion } from "./layer-lookup.ts";
import { layerVersionArn } from "./layer-record.ts";
import { parseLayerVersionArn } from "./layer-reference.ts";

/** AWS Lambda quotas. */
const LAYERS_MAX = 5;

/**
 * Finds the layers that a function is to have, in order, and what they hold; undefined when the request does not speak of
 * layers. A function keeps its layers as found here, whatever becomes of them. To be called within
 * `PackageCollector.adding`, so that their packages stay until the function is written. Throws `AwsError`.
 */
export async function resolveLayers(
  records: RecordStore,
  arns: readonly string[] | undefined,
  context: Pick<OperationContext, "scope" | "caller">,
): Promise<readonly LayerSettings[] | undefined> {
  if (arns === undefined) return undefined;
  if (arns.length > LAYERS_MAX) throw lambdaError("too-many-layers");
  const layers: LayerSettings[] = [];
  const seen = new Map<string, string>();
  for (const arn of arns) {
    layers.push(await resolveLayer(records, arn, context));
    const layer = arn.slice(0, arn.lastIndexOf(":"));
    const other = seen.get(layer);
    if (other !== undefined) throw lambdaError("same-layer-twice", { first: other, second: arn });
    seen.set(layer, arn);
  }
  return layers;
}

async function resolveLayer(
  records: RecordStore,
  arn: string,
  context: Pick<OperationContext, "scope" | "caller">,
): Promise<LayerSettings> {
  const { region, accountId } = context.scope;
  const reference = parseLayerVersionArn(arn);
  if (reference === undefined) throw lambdaError("layer-not-found", { arn });
  if (reference.scope.region !== region) {
    if (reference.scope.accountId === accountId) throw lambdaError("layer-other-region", { region });
    const { caller } = context;
    throw lambdaError("other-account", { caller: caller.arn, action: "lambda:GetLayerVersion", arn });
  }
  const found = await usableLayerVersion(records, reference, context);
  if (found === undefined) throw lambdaError("layer-not-found", { arn });
  const { record } = found;
  return { arn: layerVersionArn(record, record.name, record.version), code: record.code };
}

/** Makes sure that code and layers, unpacked, are not too large together. Throws `AwsError`. */
export function checkUnzippedSize({ code, layers }: Pick<FunctionSettings, "code" | "layers">): void {
  const layersBytes = layers.reduce((sum, layer) => sum + layer.code.unzippedBytes, 0);
  if (layersBytes > CODE_UNZIPPED_BYTES_MAX) throw lambdaError("layers-too-large");
  const bytes = code.unzippedBytes + layersBytes;
  if (bytes > CODE_UNZIPPED_BYTES_MAX) throw lambdaError("code-and-layers-too-large", { bytes });
}
