import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { usableLayerVersion } from "../layers/layer-lookup.ts";
import { layerVersionOutput } from "../layers/layer-output.ts";
import { resolveLayerName } from "../layers/layer-reference.ts";

/** `GetLayerVersion`: with a link to the zip that is valid for 10 minutes. */
export function getLayerVersion({ records, codeLocations }: ControlPlane): LambdaHandler<"GetLayerVersion"> {
  return async (input, context) => {
    const { VersionNumber: version } = input;
    if (version < 1) throw lambdaError("layer-version-below-one");
    const reference = { ...resolveLayerName(input.LayerName, context), version };
    const found = await usableLayerVersion(records, reference, context);
    if (found === undefined) throw lambdaError("requested-not-found");
    return layerVersionOutput(found.record, codeLocations, context.origin);
  };
}
