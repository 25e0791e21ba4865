import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { changeFunction } from "../function-update.ts";
import { findTagged, refuseDuringUpdate } from "../tagged-resource.ts";

/** `UntagResource`: takes tags from a function; keys that it does not have are passed over. */
export function untagResource(plane: ControlPlane): LambdaHandler<"UntagResource"> {
  return async (input, context) => {
    if (input.TagKeys.length === 0) throw lambdaError("no-tags");
    const find = () => findTagged(plane, input.Resource, context, "lambda:UntagResource");
    await changeFunction(plane, find, (entry) => {
      refuseDuringUpdate(entry);
      const kept = Object.entries(entry.record.tags).filter(([key]) => !input.TagKeys.includes(key));
      return { record: { ...entry.record, tags: Object.fromEntries(kept) }, also: [] };
    });
  };
}
