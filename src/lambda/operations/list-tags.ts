import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findTagged } from "../tagged-resource.ts";

/** `ListTags`. */
export function listTags(plane: ControlPlane): LambdaHandler<"ListTags"> {
  return async (input, context) => {
    const { record } = await findTagged(plane, input.Resource, context, "lambda:ListTags");
    return { Tags: record.tags };
  };
}
