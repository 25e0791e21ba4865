import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { changeLayerVersion } from "../layers/layer-change.ts";
import { layerStatement, withStatement } from "../layers/layer-policy.ts";
import type { LayerStatement } from "../layers/layer-record.ts";
import { renderStatement } from "../policy/render-policy.ts";
import { refuseForeignLayer, resolveLayerName } from "../layers/layer-reference.ts";

/** `AddLayerVersionPermission`: gives other accounts leave to use a version; the model admits no other action. */
export function addLayerVersionPermission(plane: ControlPlane): LambdaHandler<"AddLayerVersionPermission"> {
  return async (input, context) => {
    const { VersionNumber: version, StatementId: sid, Principal: principal } = input;
    const reference = { ...resolveLayerName(input.LayerName, context), version };
    refuseForeignLayer(reference, version, context, "lambda:AddLayerVersionPermission");
    const statement: LayerStatement = { sid, principal, organizationId: input.OrganizationId ?? null };
    const changed = await changeLayerVersion(plane, reference, (record) =>
      withStatement(record, statement, input.RevisionId, plane.random.uuid()),
    );
    const Statement = renderStatement(layerStatement(changed, statement));
    return { Statement, RevisionId: changed.policy.revisionId };
  };
}
