/** Kind and message of the errors of code signing; a third word marks Hearth's own wording. */
export const CODE_SIGNING_MESSAGES = {
  // For an operation that uses a configuration, and for one that is about it.
  "signing-config-not-found": [
    "signing-config",
    "The code signing configuration cannot be found. Check that the provided configuration is not deleted: {arn}.",
  ],
  "signing-config-gone": ["untyped-not-found", "The Lambda code signing configuration {arn} can not be found."],
  "signing-config-in-use": [
    "conflict",
    "Lambda cannot delete the code signing configuration at this time \u2014 another operation is in progress. Try again later.",
  ],
  "untrusted-code": [
    "code-verification",
    "Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. Check the provided signature for {name}.",
  ],
  "broken-signature": [
    "code-verification",
    "Lambda cannot deploy the function. The function or layer code is not properly signed. This can mean that the code was signed incorrectly or modified after it was signed. Check the provided signature for {name}.",
  ],
} as const;
