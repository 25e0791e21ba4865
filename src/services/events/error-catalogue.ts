/** Code of the model and, in AWS's words unless a third word says otherwise, the text. */
export const EVENTS_MESSAGES = {
  // Buses.
  "bus-not-found": ["ResourceNotFoundException", "Event bus {bus} does not exist."],
  "bus-exists": ["ResourceAlreadyExistsException", "Event bus {bus} already exists."],
  "default-bus": ["ValidationException", "Cannot delete event bus default."],
  "bus-name-slash": ["ValidationException", "Event bus name must not contain '/'."],
  "bus-has-rules": [
    "ValidationException",
    "Event bus {bus} can't be deleted since it has rules; delete them first.",
    "hearth",
  ],
  "partner-source": ["ResourceNotFoundException", "Event source {source} does not exist."],
  "too-many": ["LimitExceededException", "The requested resource exceeds the maximum number allowed."],
  "changed-meanwhile": [
    "ConcurrentModificationException",
    "The resource was changed by another request at the same time; try again.",
    "hearth",
  ],
  // Policies.
  "policy-action": ["ValidationException", "Provided value in parameter 'action' is not supported."],
  "policy-members": [
    "ValidationException",
    "Either Policy, or Action, Principal and StatementId must be given, and not both.",
    "hearth",
  ],
  "bad-policy": ["ValidationException", "This policy contains invalid Json", "hearth"],
  "policy-too-long": [
    "PolicyLengthExceededException",
    "The policy of event bus {bus} is longer than 10240 bytes.",
    "hearth",
  ],
  "no-policy": ["ResourceNotFoundException", "EventBus does not have a policy."],
  "no-statement": ["ResourceNotFoundException", "Statement with the provided id does not exist."],
  "statement-id": ["ValidationException", "StatementId must be given, unless RemoveAllPermissions is true.", "hearth"],
  // Rules.
  "rule-not-found": ["ResourceNotFoundException", "Rule {rule} does not exist on EventBus {bus}."],
  "rule-without-trigger": ["ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified."],
  "schedule-on-custom-bus": ["ValidationException", "ScheduleExpression is supported only on the default event bus."],
  "bad-schedule": ["ValidationException", "Parameter ScheduleExpression is not valid."],
  "bad-pattern": ["InvalidEventPatternException", "{message}"],
  "rule-has-targets": ["ValidationException", "Rule can't be deleted since it has targets."],
  "bad-event": ["ValidationException", "Parameter Event is not valid."],
  // Targets.
  "target-arn": ["ValidationException", "Parameter {arn} is not valid. Reason: Provided Arn is not in correct format."],
  "target-inputs": [
    "ValidationException",
    "Only one of Input, InputPath, or InputTransformer must be provided for target {target}.",
  ],
  "target-input-json": ["ValidationException", "Input for target {target} is not valid JSON text.", "hearth"],
  "target-input-path": ["ValidationException", "InputPath for target {target} is invalid.", "hearth"],
  "transformer-path": [
    "ValidationException",
    "Invalid JSON path {path} of {variable} in InputPathsMap for target {target}.",
    "hearth",
  ],
  "reserved-variable": [
    "ValidationException",
    "InputPathsMap for target {target} contains the reserved name {variable}; names must not begin with AWS.",
    "hearth",
  ],
  "unknown-placeholder": [
    "ValidationException",
    "InputTemplate for target {target} contains invalid placeholder {variable}.",
  ],
  "fifo-target": ["ValidationException", "Parameter(s) SqsParameters must be specified for target: {target}."],
  "target-dead-letters": [
    "ValidationException",
    "DeadLetterConfig for target {target} must name a standard SQS queue of this region.",
    "hearth",
  ],
  "twice-named-target": ["ValidationException", "Target {target} is given more than once.", "hearth"],
  // Events and others.
  "entries-too-large": ["ValidationException", "Total size of the entries in the request is over the limit."],
  "global-endpoint": ["ValidationException", "Global endpoints are not there; leave EndpointId out.", "hearth"],
  "next-token": ["ValidationException", "Parameter NextToken is not valid.", "hearth"],
  "tag-arn": ["ValidationException", "Provided Arn is not in correct format."],
  "duplicate-tags": ["ValidationException", "Invalid parameter: Duplicated keys are not allowed."],
  "too-many-tags": ["ValidationException", "A resource can have no more than 50 tags.", "hearth"],
  "disk-full": ["InternalException", "{message}", "hearth"],
} as const;

export type EventsErrorName = keyof typeof EVENTS_MESSAGES;
