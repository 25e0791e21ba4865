import { lambdaError } from "../errors.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { renderPolicy } from "./render-policy.ts";

/** Largest resource-based policy (AWS Lambda quotas). */
const POLICY_BYTES_MAX = 20_480;

/** Makes sure that a policy has a size that can be attached. Throws `AwsError`. */
export function checkPolicySize(policy: PolicyDocument): PolicyDocument {
  const bytes = Buffer.byteLength(renderPolicy(policy));
  if (bytes > POLICY_BYTES_MAX) throw lambdaError("policy-too-long", { bytes, limit: POLICY_BYTES_MAX });
  return policy;
}
