import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { policyOf } from "../policy/function-policy.ts";
import { existingPolicyTarget, revisionOf } from "../policy/policy-target.ts";
import { renderPolicy } from "../policy/render-policy.ts";

/** `GetResourcePolicy`: what GetPolicy answers, for a whole ARN. */
export function getResourcePolicy(plane: ControlPlane): LambdaHandler<"GetResourcePolicy"> {
  return async (input, context) => {
    const wanted = { FunctionName: input.ResourceArn };
    const target = await existingPolicyTarget(plane, wanted, context, "lambda:GetResourcePolicy");
    const policy = await policyOf(plane.records, target);
    if (policy === undefined) throw lambdaError("requested-not-found");
    return { Policy: renderPolicy(policy), RevisionId: revisionOf(target) };
  };
}
