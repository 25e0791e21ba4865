import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { changePolicy } from "../policy/function-policy.ts";
import { existingPolicyTarget, revisionOf } from "../policy/policy-target.ts";

const ACTION = "lambda:RemovePermission";

/** `RemovePermission`: a statement less; with the last one the policy goes. Checks in the order recorded of the service. */
export function removePermission(plane: ControlPlane): LambdaHandler<"RemovePermission"> {
  return async (input, context) => {
    const { StatementId: sid, RevisionId: revisionId } = input;
    const find = () => existingPolicyTarget(plane, input, context, ACTION, "no-policy-function");
    await changePolicy(plane, find, (present, target) => {
      if (present === undefined) throw lambdaError("no-policy");
      const statements = present.statements.filter((statement) => statement.sid !== sid);
      if (statements.length === present.statements.length) throw lambdaError("statement-not-found", { sid });
      if (revisionId !== undefined && revisionId !== revisionOf(target))
        throw lambdaError("stale-revision", { operation: "GetFunction/GetAlias" });
      return { ...present, statements };
    });
  };
}
