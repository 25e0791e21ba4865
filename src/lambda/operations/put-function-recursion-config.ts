import { belongingKey } from "../belongings.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findWholeFunction } from "../function-lookup.ts";
import { LATEST } from "../function-name.ts";
import { changeFunction } from "../function-update.ts";
import { RECURSION_KIND, type RecursionRecord } from "../recursion-record.ts";

/** `PutFunctionRecursionConfig`: what is to become of recursive loops of a function. Its revision stays. */
export function putFunctionRecursionConfig(plane: ControlPlane): LambdaHandler<"PutFunctionRecursionConfig"> {
  return async (input, context) => {
    const find = () => findWholeFunction(plane, input, context, "lambda:PutFunctionRecursionConfig");
    const value: RecursionRecord = { form: 1, recursiveLoop: input.RecursiveLoop };
    await changeFunction(plane, find, ({ key, record }) => ({
      record,
      also: [{ op: "put", kind: RECURSION_KIND, key: belongingKey(key, LATEST), value }],
    }));
    return { RecursiveLoop: input.RecursiveLoop };
  };
}
