import { setReservation } from "../concurrency/reservation.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { findWholeFunction } from "../function-lookup.ts";

/** `DeleteFunctionConcurrency`: the function shares what is unreserved again; nothing reserved is no error. */
export function deleteFunctionConcurrency(plane: ControlPlane): LambdaHandler<"DeleteFunctionConcurrency"> {
  return async (input, context) => {
    const find = (): Promise<FunctionEntry> =>
      findWholeFunction(plane, input, context, "lambda:DeleteFunctionConcurrency");
    await setReservation(plane, find, undefined);
  };
}
