import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { changeLayerVersion } from "../layers/layer-change.ts";
import { withoutStatement } from "../layers/layer-policy.ts";
import { refuseForeignLayer, resolveLayerName } from "../layers/layer-reference.ts";

/** `RemoveLayerVersionPermission`: functions that already have the layer keep it. */
export function removeLayerVersionPermission(plane: ControlPlane): LambdaHandler<"RemoveLayerVersionPermission"> {
  return async (input, context) => {
    const { VersionNumber: version, StatementId: sid } = input;
    const reference = { ...resolveLayerName(input.LayerName, context), version };
    refuseForeignLayer(reference, version, context, "lambda:RemoveLayerVersionPermission");
    await changeLayerVersion(plane, reference, (record) =>
      withoutStatement(record, sid, input.RevisionId, plane.random.uuid()),
    );
  };
}
