import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { changeUrl } from "../function-urls/change-url.ts";
import { findUrlOwner } from "../function-urls/url-owner.ts";

const ACTION = "lambda:DeleteFunctionUrlConfig";

/** `DeleteFunctionUrlConfig`: the URL of a function or alias; a URL that is made again has another id. */
export function deleteFunctionUrlConfig(plane: ControlPlane): LambdaHandler<"DeleteFunctionUrlConfig"> {
  return async (input, context) => {
    const find = () => findUrlOwner(plane, input, context, ACTION, "requested-not-found");
    await changeUrl(plane, find, (present) => {
      if (present === undefined) throw lambdaError("requested-not-found");
      return undefined;
    });
  };
}
