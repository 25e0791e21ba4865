import { findSigningConfig, signingConfigOutput } from "../code-signing/signing-configs.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";

/** `GetCodeSigningConfig`. */
export function getCodeSigningConfig({ records }: ControlPlane): LambdaHandler<"GetCodeSigningConfig"> {
  return async (input, context) => {
    const { record } = await findSigningConfig(records, input.CodeSigningConfigArn, context);
    return { CodeSigningConfig: signingConfigOutput(record) };
  };
}
