import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";
import { changePolicy } from "../policy/function-policy.ts";
import { permissionStatement } from "../policy/permission.ts";
import { collectedPolicy } from "../policy/policy-document.ts";
import { existingPolicyTarget, revisionOf } from "../policy/policy-target.ts";
import { renderStatement } from "../policy/render-policy.ts";

const ACTION = "lambda:AddPermission";

/**
 * `AddPermission`: a statement more in the policy of a function, version or alias, whose revision changes with it. The
 * checks are in the order that was recorded of the service.
 */
export function addPermission(plane: ControlPlane): LambdaHandler<"AddPermission"> {
  return async (input, context) => {
    const { qualifier } = resolveFunctionName(input.FunctionName, input.Qualifier, context, ACTION);
    if (qualifier === LATEST) throw lambdaError("policy-on-latest");
    let statement: string | undefined;
    const find = () => existingPolicyTarget(plane, input, context, ACTION);
    await changePolicy(plane, find, (present = collectedPolicy([]), target) => {
      if (input.RevisionId !== undefined && input.RevisionId !== revisionOf(target))
        throw lambdaError("stale-revision", { operation: "GetPolicy" });
      const { StatementId: sid } = input;
      if (present.statements.some((other) => other.sid === sid)) throw lambdaError("statement-exists", { sid });
      const added = permissionStatement(input, target.arn);
      statement = renderStatement(added);
      return { ...present, statements: [...present.statements, added] };
    });
    return { Statement: statement };
  };
}
