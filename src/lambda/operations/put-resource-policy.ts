import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";
import { changePolicy } from "../policy/function-policy.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import { checkPolicySize } from "../policy/policy-size.ts";
import { existingPolicyTarget, revisionOf } from "../policy/policy-target.ts";
import { renderPolicy } from "../policy/render-policy.ts";

const ACTION = "lambda:PutResourcePolicy";

/** `PutResourcePolicy`: a whole policy in the place of whatever a function, version or alias had. */
export function putResourcePolicy(plane: ControlPlane): LambdaHandler<"PutResourcePolicy"> {
  return async (input, context) => {
    const wanted = { FunctionName: input.ResourceArn };
    const { qualifier } = resolveFunctionName(input.ResourceArn, undefined, context, ACTION);
    if (qualifier === LATEST) throw lambdaError("policy-on-latest");
    const find = () => existingPolicyTarget(plane, wanted, context, ACTION);
    await find();
    const policy = checkPolicySize(parsePolicy(input.Policy));
    const revisionId = await changePolicy(plane, find, (_present, target) => {
      if (input.RevisionId !== undefined && input.RevisionId !== revisionOf(target))
        throw lambdaError("stale-revision", { operation: "GetResourcePolicy" });
      return policy;
    });
    return { Policy: renderPolicy(policy), RevisionId: revisionId };
  };
}
