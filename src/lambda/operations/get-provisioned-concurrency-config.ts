import { describeProvisioned, findProvisionable } from "../concurrency/provisioned-config.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";

const ACTION = "lambda:GetProvisionedConcurrencyConfig";

/** `GetProvisionedConcurrencyConfig`: what was asked for, and how far it is. */
export function getProvisionedConcurrencyConfig(plane: ControlPlane): LambdaHandler<"GetProvisionedConcurrencyConfig"> {
  return async (input, context) => {
    const { entry, qualifier } = await findProvisionable(plane, input, context, ACTION);
    const record = plane.concurrency.ledger.provisioned(entry.key).get(qualifier);
    if (record === undefined) throw lambdaError("not-provisioned");
    return describeProvisioned(plane, entry.key, qualifier, record);
  };
}
