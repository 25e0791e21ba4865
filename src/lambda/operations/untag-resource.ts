import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { taggedResource } from "../tagged-resource.ts";

/** `UntagResource`: takes tags away; keys that the resource does not have are passed over. */
export function untagResource(plane: ControlPlane): LambdaHandler<"UntagResource"> {
  return async (input, context) => {
    if (input.TagKeys.length === 0) throw lambdaError("no-tags");
    await taggedResource(plane, input.Resource, context, "lambda:UntagResource").retag((tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key))),
    );
  };
}
