import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findWholeFunction } from "../function-lookup.ts";

/** `GetFunctionConcurrency`: empty when nothing is reserved. */
export function getFunctionConcurrency(plane: ControlPlane): LambdaHandler<"GetFunctionConcurrency"> {
  return async (input, context) => {
    const { key } = await findWholeFunction(plane, input, context, "lambda:GetFunctionConcurrency");
    const reserved = plane.concurrency.ledger.reserved(key);
    return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
  };
}
