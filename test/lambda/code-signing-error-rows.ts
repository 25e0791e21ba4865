import {
  type Bring,
  calling,
  conflict,
  creating,
  type ErrorRow,
  invalid,
  notFound,
  row,
  signingConfig,
} from "./error-row.ts";

const GONE = "arn:aws:lambda:eu-west-1:000000000001:code-signing-config:csc-0123456789abcdef0";
const FOREIGN = "arn:aws:lambda:us-east-1:000000000001:code-signing-config:csc-0123456789abcdef0";
const codeVerification: ErrorRow["outcome"] = [400, "CodeVerificationFailedException"];
const unusable = (arn: string): string =>
  `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`;
const gone = (arn: string): string => `The Lambda code signing configuration ${arn} can not be found.`;

/** With a configuration that accepts nobody's code. */
function withConfig(then: (arn: string) => Bring): Bring {
  return async (account) => {
    const { CodeSigningConfig } = await account.call("CreateCodeSigningConfig", {
      AllowedPublishers: { SigningProfileVersionArns: ["arn:aws:signer:eu-west-1:000000000001:/signing-profiles/p/1"] },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: "Enforce" },
    });
    return then(CodeSigningConfig.CodeSigningConfigArn)(account);
  };
}

/** Requests about code signing that fail. */
export const CODE_SIGNING_ERRORS: readonly ErrorRow[] = [
  row("signing-config-not-found", signingConfig, unusable(GONE), creating({ CodeSigningConfigArn: GONE })),
  row(
    "signing-config-not-found",
    signingConfig,
    unusable(GONE),
    calling("PutFunctionCodeSigningConfig", { FunctionName: "lost", CodeSigningConfigArn: GONE }),
  ),
  row(
    "signing-config-not-found",
    signingConfig,
    unusable(FOREIGN),
    calling("PutFunctionCodeSigningConfig", { FunctionName: "f", CodeSigningConfigArn: FOREIGN }),
  ),
  row(
    "function-not-found",
    notFound,
    "Function not found: ARN:lost",
    withConfig((CodeSigningConfigArn) =>
      calling("PutFunctionCodeSigningConfig", { FunctionName: "lost", CodeSigningConfigArn }),
    ),
  ),
  row(
    "no-qualifier-here",
    invalid,
    "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
    calling("GetFunctionCodeSigningConfig", { FunctionName: "f:$LATEST" }),
  ),
  row(
    "function-not-found",
    notFound,
    "Function not found: ARN:lost",
    calling("DeleteFunctionCodeSigningConfig", { FunctionName: "lost" }),
  ),
  row("signing-config-gone", notFound, gone(GONE), calling("GetCodeSigningConfig", { CodeSigningConfigArn: GONE })),
  row("signing-config-gone", notFound, gone(GONE), calling("UpdateCodeSigningConfig", { CodeSigningConfigArn: GONE })),
  row("signing-config-gone", notFound, gone(GONE), calling("DeleteCodeSigningConfig", { CodeSigningConfigArn: GONE })),
  row(
    "signing-config-gone",
    notFound,
    gone(FOREIGN),
    calling("ListFunctionsByCodeSigningConfig", { CodeSigningConfigArn: FOREIGN }),
  ),
  row(
    "signing-config-in-use",
    conflict,
    "Lambda cannot delete the code signing configuration at this time \u2014 another operation is in progress. Try again later.",
    withConfig((CodeSigningConfigArn) => async (account) => {
      await account.createActive("signed");
      await account.call("PutFunctionCodeSigningConfig", { FunctionName: "signed", CodeSigningConfigArn });
      return account.failure("DeleteCodeSigningConfig", { CodeSigningConfigArn });
    }),
  ),
  row(
    "untrusted-code",
    codeVerification,
    "Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. Check the provided signature for g.",
    withConfig((CodeSigningConfigArn) => creating({ CodeSigningConfigArn })),
  ),
];
