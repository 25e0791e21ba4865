import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { mappingOutput } from "../event-sources/mapping-output.ts";
import { findMapping } from "../event-sources/mappings.ts";

/** `GetEventSourceMapping`. */
export function getEventSourceMapping(plane: ControlPlane): LambdaHandler<"GetEventSourceMapping"> {
  return async (input, context) => mappingOutput((await findMapping(plane, input.UUID, context)).record);
}
