import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { existingLayerVersion } from "../layers/layer-lookup.ts";
import { layerPolicy } from "../layers/layer-policy.ts";
import { renderPolicy } from "../policy/render-policy.ts";
import { refuseForeignLayer, resolveLayerName } from "../layers/layer-reference.ts";

/** `GetLayerVersionPolicy`. */
export function getLayerVersionPolicy({ records }: ControlPlane): LambdaHandler<"GetLayerVersionPolicy"> {
  return async (input, context) => {
    const { VersionNumber: version } = input;
    const reference = { ...resolveLayerName(input.LayerName, context), version };
    refuseForeignLayer(reference, version, context, "lambda:GetLayerVersionPolicy");
    const { record } = await existingLayerVersion(records, reference);
    if (record.policy === null) throw lambdaError("no-policy");
    return { Policy: renderPolicy(layerPolicy(record, record.policy)), RevisionId: record.policy.revisionId };
  };
}
