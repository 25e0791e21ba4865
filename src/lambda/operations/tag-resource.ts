import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { changeFunction } from "../function-update.ts";
import { findTagged, refuseDuringUpdate } from "../tagged-resource.ts";
import { checkTags } from "../tags.ts";

/** `TagResource`: adds tags to a function; tags are no configuration, so its revision stays. */
export function tagResource(plane: ControlPlane): LambdaHandler<"TagResource"> {
  return async (input, context) => {
    if (Object.keys(input.Tags).length === 0) throw lambdaError("no-tags");
    const find = () => findTagged(plane, input.Resource, context, "lambda:TagResource");
    await changeFunction(plane, find, (entry) => {
      refuseDuringUpdate(entry);
      const tags = { ...entry.record.tags, ...input.Tags };
      checkTags(tags);
      return { record: { ...entry.record, tags }, also: [] };
    });
  };
}
