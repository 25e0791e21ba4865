import { setReservation } from "../concurrency/reservation.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { findUnqualified } from "../function-lookup.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";

const ACTION = "lambda:PutFunctionConcurrency";

/** `PutFunctionConcurrency`: limits all versions of a function together, and reserves that much for it. */
export function putFunctionConcurrency(plane: ControlPlane): LambdaHandler<"PutFunctionConcurrency"> {
  return async (input, context) => {
    const { name, qualifier } = resolveFunctionName(input.FunctionName, undefined, context, ACTION);
    if (qualifier !== undefined) throw lambdaError("no-qualifier-here");
    // The message for an unknown function names the version, as was recorded of the service.
    const find = (): Promise<FunctionEntry> => findUnqualified(plane, name, context, ACTION, LATEST);
    await setReservation(plane, find, input.ReservedConcurrentExecutions);
    return { ReservedConcurrentExecutions: input.ReservedConcurrentExecutions };
  };
}
