/** Kind and message of the errors of permissions, function URLs and runtime management; see `ERROR_MESSAGES`. */
export const PERMISSION_MESSAGES = {
  // Permissions.
  "no-policy": ["not-found", "No policy is associated with the given resource."],
  "no-policy-function": ["not-found", "No policy found for: {arn}"],
  "statement-exists": [
    "conflict",
    "The statement id ({sid}) provided already exists. Please provide a new statement id, or remove the existing statement.",
  ],
  "statement-not-found": ["not-found", "Statement {sid} is not found in resource policy."],
  "policy-on-latest": ["invalid", "We currently do not support adding policies for $LATEST."],
  "invalid-principal": ["invalid", "The provided principal was invalid. Please check the principal and try again."],
  "auth-type-on-other-action": ["invalid", "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action"],
  "via-url-on-other-action": [
    "invalid",
    "InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action",
    "hearth",
  ],
  "policy-too-long": ["policy-length", "The final policy size ({bytes}) is bigger than the limit ({limit})."],
  "malformed-policy": ["invalid", "The policy is not valid: {fault}.", "hearth"],

  // Function URLs and runtime management.
  "url-function-not-found": ["not-found", "Function does not exist"],
  "url-exists": [
    "conflict",
    "Failed to create function url config for [functionArn = {arn}]. Error message:  FunctionUrlConfig exists for this Lambda function",
  ],
  "runtime-version-needed": ["invalid", "RuntimeVersionArn is required when UpdateRuntimeOn is Manual.", "hearth"],
  "runtime-version-unasked": [
    "invalid",
    "RuntimeVersionArn can be given only when UpdateRuntimeOn is Manual.",
    "hearth",
  ],
} as const;
