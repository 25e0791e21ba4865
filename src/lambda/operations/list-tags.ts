import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { taggedResource } from "../tagged-resource.ts";

/** `ListTags`. */
export function listTags(plane: ControlPlane): LambdaHandler<"ListTags"> {
  return async (input, context) => ({
    Tags: await taggedResource(plane, input.Resource, context, "lambda:ListTags").tags(),
  });
}
