import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { belongingKey } from "../belongings.ts";
import { lambdaError } from "../errors.ts";
import { eventInvokeOwner, findEventInvokeConfig } from "../event-invoke/event-invoke-configs.ts";
import { EVENT_INVOKE_KIND } from "../event-invoke/event-invoke-record.ts";
import { changeFunction } from "../function-update.ts";

/** `DeleteFunctionEventInvokeConfig`. */
export function deleteFunctionEventInvokeConfig(plane: ControlPlane): LambdaHandler<"DeleteFunctionEventInvokeConfig"> {
  return async (input, context) => {
    const owner = eventInvokeOwner(input, context, "lambda:DeleteFunctionEventInvokeConfig");
    const find = async () => {
      await findEventInvokeConfig(plane, owner);
      const entry = await plane.directory.find(owner.functionKey);
      if (entry === undefined) throw lambdaError("event-invoke-config-not-found", { arn: owner.arn });
      return entry;
    };
    const key = belongingKey(owner.functionKey, owner.qualifier);
    await changeFunction(plane, find, ({ record }) => ({
      record,
      also: [{ op: "delete", kind: EVENT_INVOKE_KIND, key }],
    }));
  };
}
