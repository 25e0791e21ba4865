import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { changeUrl } from "../function-urls/change-url.ts";
import { corsOf, urlConfig } from "../function-urls/url-config.ts";
import { findUrlOwner } from "../function-urls/url-owner.ts";
import type { LambdaModel } from "../../wire/index.ts";

const ACTION = "lambda:UpdateFunctionUrlConfig";

/**
 * `UpdateFunctionUrlConfig`: what is not given stays; Cors is replaced as a whole. The answer has no InvokeMode unless it
 * was given.
 */
export function updateFunctionUrlConfig(plane: ControlPlane): LambdaHandler<"UpdateFunctionUrlConfig"> {
  return async (input, context) => {
    const find = () => findUrlOwner(plane, input, context, ACTION, "url-function-not-found");
    let answer: LambdaModel.FunctionUrlConfig | undefined;
    await changeUrl(plane, find, (present, owner) => {
      if (present === undefined) throw lambdaError("requested-not-found");
      const next = {
        ...present,
        authType: input.AuthType ?? present.authType,
        invokeMode: input.InvokeMode ?? present.invokeMode,
        cors: input.Cors === undefined ? present.cors : corsOf(input.Cors),
        modifiedMs: plane.clock.nowMs(),
      };
      answer = urlConfig(next, owner.arn, context);
      return next;
    });
    if (answer === undefined) throw new Error(`the URL of ${input.FunctionName} was not updated`);
    const { InvokeMode: _mode, ...shown } = answer;
    return input.InvokeMode === undefined ? shown : answer;
  };
}
