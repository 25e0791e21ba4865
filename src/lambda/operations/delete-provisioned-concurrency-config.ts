import { findProvisionable, removeProvisioned } from "../concurrency/provisioned-config.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";

const ACTION = "lambda:DeleteProvisionedConcurrencyConfig";

/** `DeleteProvisionedConcurrencyConfig`: idle environments end now, busy ones with what they do. */
export function deleteProvisionedConcurrencyConfig(
  plane: ControlPlane,
): LambdaHandler<"DeleteProvisionedConcurrencyConfig"> {
  return (input, context) => removeProvisioned(plane, () => findProvisionable(plane, input, context, ACTION));
}
