import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { taggedResource } from "../tagged-resource.ts";
import { checkTags } from "../tags.ts";

/** `TagResource`: adds tags, each in the place of one with the same key. */
export function tagResource(plane: ControlPlane): LambdaHandler<"TagResource"> {
  return async (input, context) => {
    if (Object.keys(input.Tags).length === 0) throw lambdaError("no-tags");
    await taggedResource(plane, input.Resource, context, "lambda:TagResource").retag((former) => {
      const tags = { ...former, ...input.Tags };
      checkTags(tags);
      return tags;
    });
  };
}
