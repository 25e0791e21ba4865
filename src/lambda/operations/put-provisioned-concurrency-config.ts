import { findProvisionable, setProvisioned } from "../concurrency/provisioned-config.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";

const ACTION = "lambda:PutProvisionedConcurrencyConfig";

/** `PutProvisionedConcurrencyConfig`: environments are initialised from now on, and serve once all of them are ready. */
export function putProvisionedConcurrencyConfig(plane: ControlPlane): LambdaHandler<"PutProvisionedConcurrencyConfig"> {
  return (input, context) =>
    setProvisioned(
      plane,
      () => findProvisionable(plane, input, context, ACTION, "provisions-unpublished"),
      input.ProvisionedConcurrentExecutions,
    );
}
