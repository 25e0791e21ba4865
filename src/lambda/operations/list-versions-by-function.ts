import { listedConfiguration } from "../configuration.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { LATEST } from "../function-name.ts";
import { findFunction } from "../function-lookup.ts";

/** `ListVersionsByFunction`: `$LATEST` comes first; nothing follows until versions can be published. */
export function listVersionsByFunction(plane: ControlPlane): LambdaHandler<"ListVersionsByFunction"> {
  return async (input, context) => {
    const { entry } = await findFunction(plane, input, context, "lambda:ListVersionsByFunction");
    return { Versions: [listedConfiguration(entry.record, LATEST)] };
  };
}
