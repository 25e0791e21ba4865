import { attachSigningConfig } from "../code-signing/signing-attachment.ts";
import { usedSigningConfig } from "../code-signing/signing-configs.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { checkUpdatable, findWholeFunction } from "../function-lookup.ts";
import { changeFunction } from "../function-update.ts";
import { refuseSigningOfImage } from "../images/image-code.ts";

/** `PutFunctionCodeSigningConfig`: what is deployed already stays; the next deployment is checked. */
export function putFunctionCodeSigningConfig(plane: ControlPlane): LambdaHandler<"PutFunctionCodeSigningConfig"> {
  return async (input, context) => {
    const { CodeSigningConfigArn: arn } = input;
    // A missing configuration is answered before a missing function.
    await usedSigningConfig(plane.records, arn, context);
    const find = () => findWholeFunction(plane, input, context, "lambda:PutFunctionCodeSigningConfig");
    const { record } = await changeFunction(plane, find, async (entry) => {
      refuseSigningOfImage(entry.record);
      checkUpdatable(entry, undefined);
      const config = await usedSigningConfig(plane.records, arn, context);
      return { record: entry.record, also: attachSigningConfig(entry.key, config) };
    });
    return { CodeSigningConfigArn: arn, FunctionName: record.name };
  };
}
