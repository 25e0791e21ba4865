import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { usableLayerVersion } from "../layers/layer-lookup.ts";
import { layerVersionOutput } from "../layers/layer-output.ts";
import { parseLayerVersionArn, refuseOtherRegion } from "../layers/layer-reference.ts";

/** `GetLayerVersionByArn`: also of another account, where the layer's policy allows it. */
export function getLayerVersionByArn({ records, codeLocations }: ControlPlane): LambdaHandler<"GetLayerVersionByArn"> {
  return async (input, context) => {
    const reference = parseLayerVersionArn(input.Arn);
    // AWS's own layers, whose ARN has no owner, are not here.
    if (reference === undefined) throw lambdaError("requested-not-found");
    refuseOtherRegion(reference, context);
    const found = await usableLayerVersion(records, reference, context);
    if (found === undefined) throw lambdaError("requested-not-found");
    return layerVersionOutput(found.record, codeLocations, context.origin);
  };
}
