import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { policyOf } from "../policy/function-policy.ts";
import { findPolicyTarget, revisionOf } from "../policy/policy-target.ts";
import { renderPolicy } from "../policy/render-policy.ts";

/** `GetPolicy`: the policy of a function, version or alias, with the revision of its owner. */
export function getPolicy(plane: ControlPlane): LambdaHandler<"GetPolicy"> {
  return async (input, context) => {
    const target = await findPolicyTarget(plane, input, context, "lambda:GetPolicy");
    // The revision was read first, so that it can be older than the policy but never newer.
    const policy = "missing" in target ? undefined : await policyOf(plane.records, target);
    if ("missing" in target || policy === undefined) throw lambdaError("requested-not-found");
    return { Policy: renderPolicy(policy), RevisionId: revisionOf(target) };
  };
}
