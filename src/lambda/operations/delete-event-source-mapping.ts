import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { mappingOutput } from "../event-sources/mapping-output.ts";
import { deleteMapping, findMapping } from "../event-sources/mappings.ts";

/** `DeleteEventSourceMapping`: answers what it was; there is nothing to wind down, so it is gone at once. */
export function deleteEventSourceMapping(plane: ControlPlane): LambdaHandler<"DeleteEventSourceMapping"> {
  return async (input, context) => {
    const record = await deleteMapping(plane, () => findMapping(plane, input.UUID, context));
    return mappingOutput(record, "Deleting");
  };
}
