import { detachSigningConfig } from "../code-signing/signing-attachment.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { checkUpdatable, findWholeFunction } from "../function-lookup.ts";
import { changeFunction } from "../function-update.ts";
import { refuseSigningOfImage } from "../images/image-code.ts";

/** `DeleteFunctionCodeSigningConfig`: a function without one is no error. */
export function deleteFunctionCodeSigningConfig(plane: ControlPlane): LambdaHandler<"DeleteFunctionCodeSigningConfig"> {
  return async (input, context) => {
    const find = () => findWholeFunction(plane, input, context, "lambda:DeleteFunctionCodeSigningConfig");
    await changeFunction(plane, find, (entry) => {
      refuseSigningOfImage(entry.record);
      checkUpdatable(entry, undefined);
      return { record: entry.record, also: [detachSigningConfig(entry.key)] };
    });
  };
}
