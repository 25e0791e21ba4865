/** Kind and message of each error about concurrency and scaling; a third word marks Hearth's own wording. */
export const CONCURRENCY_MESSAGES = {
  "reserves-too-much": [
    "invalid-untyped",
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{minimum}].",
  ],
  "reserves-too-little": [
    "invalid-untyped",
    " ReservedConcurrentExecutions  {reserved} should not be lower than function's total provisioned concurrency [{provisioned}].",
  ],
  "provisions-too-much": [
    "invalid-untyped",
    "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{minimum}].",
  ],
  "provisions-more-than-unreserved": [
    "invalid-untyped",
    "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [{unreserved}].",
  ],
  "provisions-more-than-reserved": [
    "invalid",
    "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
  ],
  "provisions-unpublished": [
    "invalid",
    "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
  ],
  "provisions-routed-alias": ["invalid", "Invalid alias configuration for Provisioned Concurrency"],
  "alias-of-provisioned-version": [
    "conflict",
    "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
  ],
  "version-of-provisioned-alias": ["conflict", "Version is pointed by a Provisioned Concurrency alias"],
  "provisioned-unpublished": ["invalid", "The function resource provided must be an alias or a published version."],
  "not-provisioned": ["provisioned-not-found", "No Provisioned Concurrency Config found for this function"],
  "no-capacity-provider": [
    "denied",
    "The function provided by the arn does not contain a capacity provider configuration",
  ],
} as const;
