import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { changePolicy } from "../policy/function-policy.ts";
import { existingPolicyTarget, revisionOf } from "../policy/policy-target.ts";

/** `DeleteResourcePolicy`: the whole policy of a function, version or alias. */
export function deleteResourcePolicy(plane: ControlPlane): LambdaHandler<"DeleteResourcePolicy"> {
  return async (input, context) => {
    const wanted = { FunctionName: input.ResourceArn };
    const find = () => existingPolicyTarget(plane, wanted, context, "lambda:DeleteResourcePolicy");
    await changePolicy(plane, find, (present, target) => {
      if (present === undefined) throw lambdaError("no-policy");
      if (input.RevisionId !== undefined && input.RevisionId !== revisionOf(target))
        throw lambdaError("stale-revision", { operation: "GetResourcePolicy" });
      return undefined;
    });
  };
}
