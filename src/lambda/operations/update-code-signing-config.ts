import { changeSigningConfig, findSigningConfig, signingConfigOutput } from "../code-signing/signing-configs.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";

/** `UpdateCodeSigningConfig`: what is deployed already stays, whatever the configuration now says. */
export function updateCodeSigningConfig({ records, clock }: ControlPlane): LambdaHandler<"UpdateCodeSigningConfig"> {
  return async (input, context) => {
    const find = () => findSigningConfig(records, input.CodeSigningConfigArn, context);
    const record = await changeSigningConfig(records, find, (former) => ({
      ...former,
      // From the first update on the service shows an empty description where none was given.
      description: input.Description ?? former.description ?? "",
      publishers: input.AllowedPublishers?.SigningProfileVersionArns ?? former.publishers,
      untrusted: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? former.untrusted,
      lastModifiedMs: clock.nowMs(),
    }));
    return { CodeSigningConfig: signingConfigOutput(record) };
  };
}
