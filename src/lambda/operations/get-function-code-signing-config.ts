import type { LambdaModel } from "../../wire/index.ts";
import { attachedSigningConfig } from "../code-signing/signing-attachment.ts";
import { signingConfigArn } from "../code-signing/signing-config-record.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findWholeFunction } from "../function-lookup.ts";
import { refuseSigningOfImage } from "../images/image-code.ts";

type Output = LambdaModel.GetFunctionCodeSigningConfigResponse;

/** `GetFunctionCodeSigningConfig`: empty for a function without one, although the model requires members. */
export function getFunctionCodeSigningConfig(plane: ControlPlane): LambdaHandler<"GetFunctionCodeSigningConfig"> {
  return async (input, context) => {
    const entry = await findWholeFunction(plane, input, context, "lambda:GetFunctionCodeSigningConfig");
    refuseSigningOfImage(entry.record);
    const config = await attachedSigningConfig(plane.records, entry.key);
    if (config === undefined) return {} as Output;
    return { CodeSigningConfigArn: signingConfigArn(config), FunctionName: entry.record.name };
  };
}
