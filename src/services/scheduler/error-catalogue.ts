/** Code of the model and, in AWS's words unless a third word says otherwise, the text. */
export const SCHEDULER_MESSAGES = {
  "schedule-not-found": ["ResourceNotFoundException", "Schedule {name} does not exist."],
  "schedule-exists": ["ConflictException", "Schedule {name} already exists."],
  "group-not-found": ["ResourceNotFoundException", "Schedule group {name} does not exist."],
  "group-exists": ["ConflictException", "Schedule group {name} already exists."],
  "group-deleting": [
    "ConflictException",
    "Schedule group {name} is being deleted; try again when it is gone.",
    "hearth",
  ],
  "default-group": ["ValidationException", "The schedule group default cannot be deleted.", "hearth"],
  "changed-meanwhile": [
    "ConflictException",
    "Schedule {name} was changed by another request at the same time; try again.",
    "hearth",
  ],
  "group-changed-meanwhile": [
    "ConflictException",
    "Schedule group {name} was changed by another request at the same time; try again.",
    "hearth",
  ],
  "bad-expression": ["ValidationException", "Invalid Schedule Expression {expression}."],
  "bad-time-zone": ["ValidationException", "Invalid time zone {timeZone}; use a name of the IANA database.", "hearth"],
  "window-needs-minutes": [
    "ValidationException",
    "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.",
  ],
  "window-off-with-minutes": [
    "ValidationException",
    "MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.",
  ],
  "start-in-the-past": ["ValidationException", "The StartDate you specify cannot be earlier than 5 minutes ago."],
  "end-before-start": ["ValidationException", "The StartDate you specify must come before the EndDate.", "hearth"],
  "target-arn": ["ValidationException", "Provided Arn is not in correct format."],
  "target-service": [
    "ValidationException",
    "Targets of {service} are not available here; use Lambda, SQS, SNS or EventBridge.",
    "hearth",
  ],
  "universal-action": [
    "ValidationException",
    "The universal target {action} is not available here; there are lambda:invoke, sqs:sendMessage, sns:publish and eventbridge:putEvents.",
    "hearth",
  ],
  "universal-input": ["ValidationException", "Input of the universal target {action}: {problem}.", "hearth"],
  "target-parameters": ["ValidationException", "{parameters} cannot be used with the target {arn}.", "hearth"],
  "events-need-parameters": [
    "ValidationException",
    "EventBridgeParameters must be provided when the target is an event bus.",
    "hearth",
  ],
  "fifo-needs-group": [
    "ValidationException",
    "SqsParameters with a MessageGroupId must be provided when the target is a FIFO queue.",
    "hearth",
  ],
  "input-not-json": ["ValidationException", "Input of the target {arn} must be JSON.", "hearth"],
  "input-too-long": ["ValidationException", "Input of a target can have 262144 bytes at most.", "hearth"],
  "next-token": ["ValidationException", "Invalid NextToken.", "hearth"],
  "too-many-tags": ["ValidationException", "A schedule group can have 50 tags at most.", "hearth"],
  "reserved-tag": ["ValidationException", "Tag keys that begin with aws: are reserved.", "hearth"],
  "disk-full": ["InternalServerException", "{message}", "hearth"],
} as const;

export type SchedulerErrorName = keyof typeof SCHEDULER_MESSAGES;
