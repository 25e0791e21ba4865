import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { changeUrl } from "../function-urls/change-url.ts";
import { newUrlId } from "../function-urls/url-address.ts";
import { corsOf, urlConfig } from "../function-urls/url-config.ts";
import { findUrlOwner } from "../function-urls/url-owner.ts";
import { declaredSettings } from "../function-record.ts";
import { refuseWithTenants } from "../tenancy/tenancy-rules.ts";
import type { FunctionUrlRecord } from "../function-urls/url-record.ts";

const ACTION = "lambda:CreateFunctionUrlConfig";

/** `CreateFunctionUrlConfig`: a URL for a function or alias. The answer has no InvokeMode unless it was given. */
export function createFunctionUrlConfig(plane: ControlPlane): LambdaHandler<"CreateFunctionUrlConfig"> {
  return async (input, context) => {
    const find = () => findUrlOwner(plane, input, context, ACTION, "url-function-not-found");
    const nowMs = plane.clock.nowMs();
    const made: FunctionUrlRecord = {
      form: 1,
      urlId: newUrlId(plane.random),
      authType: input.AuthType,
      invokeMode: input.InvokeMode ?? "BUFFERED",
      cors: input.Cors === undefined ? null : corsOf(input.Cors),
      createdMs: nowMs,
      modifiedMs: nowMs,
    };
    let arn = "";
    await changeUrl(plane, find, (present, owner) => {
      refuseWithTenants(declaredSettings(owner.entry.record), "url");
      if (present !== undefined) throw lambdaError("url-exists", { arn: owner.arn });
      arn = owner.arn;
      return made;
    });
    const { LastModifiedTime: _modified, InvokeMode: _mode, ...answer } = urlConfig(made, arn, context);
    return input.InvokeMode === undefined ? answer : { ...answer, InvokeMode: input.InvokeMode };
  };
}
