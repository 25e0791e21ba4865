import {
  SIGNING_CONFIG_KIND,
  signingConfigKey,
  type SigningConfigRecord,
} from "../code-signing/signing-config-record.ts";
import { signingConfigOutput } from "../code-signing/signing-configs.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { checkTags } from "../tags.ts";

const ID_DIGITS = 17;

/** `CreateCodeSigningConfig`: whether the signing profiles exist is not looked at, as by the service. */
export function createCodeSigningConfig(plane: ControlPlane): LambdaHandler<"CreateCodeSigningConfig"> {
  const { records, random, clock } = plane;
  return async (input, { scope }) => {
    const tags = input.Tags ?? {};
    checkTags(tags);
    const record: SigningConfigRecord = {
      form: 1,
      accountId: scope.accountId,
      region: scope.region,
      id: `csc-${random.hex(ID_DIGITS).slice(0, ID_DIGITS)}`,
      description: input.Description ?? null,
      publishers: input.AllowedPublishers.SigningProfileVersionArns,
      untrusted: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? "Warn",
      tags,
      lastModifiedMs: clock.nowMs(),
    };
    const key = signingConfigKey(scope, record.id);
    await records.write([{ op: "put", kind: SIGNING_CONFIG_KIND, key, value: record, expect: "absent" }]);
    return { CodeSigningConfig: signingConfigOutput(record) };
  };
}
