/** One error of the service. */
export interface SqsErrorEntry {
  /** As the JSON protocol names it; the Query protocol has its own name for some, which the wire room knows. */
  readonly code: string;
  readonly status: number;
  /** With `{parameters}`. */
  readonly message: string;
  /** `aws` when the text is the service's own; `hearth` when the situation does not exist there or its text is not public. */
  readonly wording: "aws" | "hearth";
}

/** Code, message, and where they differ from 400 and AWS's own words, status and wording. */
const ENTRIES = {
  // Queues.
  "queue-missing": ["QueueDoesNotExist", "The specified queue does not exist."],
  "queue-missing-query": ["QueueDoesNotExist", "The specified queue does not exist for this wsdl version."],
  "queue-exists": [
    "QueueNameExists",
    "A queue already exists with the same name and a different value for attribute {attribute}",
  ],
  "queue-deleted-recently": [
    "QueueDeletedRecently",
    "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
  ],
  "purge-in-progress": [
    "PurgeQueueInProgress",
    "Only one PurgeQueue operation on {queue} is allowed every 60 seconds.",
    403,
  ],
  "queue-name": [
    "InvalidParameterValueException",
    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
  ],
  "fifo-queue-name": [
    "InvalidParameterValueException",
    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length",
  ],
  "invalid-address": ["InvalidAddress", "The address {address} is not valid for this endpoint.", 404],
  "other-account": ["AccessDenied", "Access to the resource {url} is denied.", 403],

  // Attributes of queues.
  "unknown-attribute": ["InvalidAttributeName", "Unknown Attribute {name}."],
  "attribute-value": ["InvalidAttributeValue", "Invalid value for the parameter {name}."],
  "attribute-value-reason": ["InvalidAttributeValue", "Invalid value for the parameter {name}. Reason: {reason}"],
  "one-encryption": [
    "InvalidAttributeName",
    "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
  ],

  // Parameters.
  missing: ["MissingRequiredParameterException", "The request must contain the parameter {name}."],
  "missing-in-entry": ["InvalidParameterValueException", "The request must contain the parameter {name}."],
  value: ["InvalidParameterValueException", "Value {value} for parameter {name} is invalid. Reason: {reason}"],
  parameters: ["InvalidParameterValueException", "One or more parameters are invalid. Reason: {reason}"],
  "no-deduplication": [
    "InvalidParameterValueException",
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  ],
  "message-contents": [
    "InvalidMessageContents",
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
  ],
  "receipt-handle": [
    "ReceiptHandleIsInvalid",
    'The input receipt handle "{handle}" is not a valid receipt handle.',
    404,
  ],
  "over-in-flight": [
    "OverLimit",
    "The maximum number of messages in flight was reached for this queue: delete messages after they were processed.",
    403,
    "hearth",
  ],

  // Message attributes.
  "attribute-count": [
    "InvalidParameterValueException",
    "Number of message attributes [{count}] exceeds the allowed maximum [10].",
  ],
  "attribute-name": [
    "InvalidParameterValueException",
    "Message (user) attribute name '{name}' is invalid: it can contain A-Z, a-z, 0-9, underscore (_), hyphen (-) and period (.), 1 to 256 in length, cannot start with AWS. or Amazon., cannot start or end with a period, and cannot have periods in succession.",
    400,
    "hearth",
  ],
  "attribute-type": [
    "InvalidParameterValueException",
    "The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
  ],
  "attribute-empty": [
    "InvalidParameterValueException",
    "Message (user) attribute '{name}' must contain a non-empty value of type '{type}'.",
  ],
  "attribute-number": [
    "InvalidParameterValueException",
    "Can't cast the value of message (user) attribute '{name}' to a number.",
  ],
  "attribute-lists": [
    "InvalidParameterValueException",
    "Message attribute list values in SendMessage operation are not supported.",
  ],
  "system-attribute": [
    "InvalidParameterValueException",
    "Message system attribute name '{name}' is invalid; only AWSTraceHeader is supported.",
    400,
    "hearth",
  ],

  // Batches.
  "batch-empty": ["EmptyBatchRequest", "There should be at least one {entry} in the request."],
  "batch-too-many": [
    "TooManyEntriesInBatchRequest",
    "Maximum number of entries per request are 10. You have sent {count}.",
  ],
  "batch-id": [
    "InvalidBatchEntryId",
    "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
  ],
  "batch-id-repeated": ["BatchEntryIdsNotDistinct", "Id {id} repeated."],
  "batch-too-long": [
    "BatchRequestTooLong",
    "Batch requests cannot be longer than {limit} bytes. You have sent {bytes} bytes.",
  ],

  // Move tasks.
  "move-source": [
    "ResourceNotFoundException",
    "The resource that you specified for the SourceArn parameter doesn't exist.",
    404,
  ],
  "move-destination": [
    "ResourceNotFoundException",
    "The resource that you specified for the DestinationArn parameter doesn't exist.",
    404,
  ],
  "move-not-dead-letters": [
    "InvalidParameterValueException",
    "Source queue must be configured as a Dead Letter Queue.",
  ],
  "move-running": [
    "InvalidParameterValueException",
    "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
  ],
  "move-types": [
    "InvalidParameterValueException",
    "Source queue and destination queue must be of the same type.",
    400,
    "hearth",
  ],
  "move-handle": ["InvalidParameterValueException", "Value for parameter TaskHandle is invalid."],
  "move-task": ["ResourceNotFoundException", "Task does not exist.", 404],
  "move-over": ["InvalidParameterValueException", "Only active tasks can be cancelled.", 400, "hearth"],

  "over-actions": ["OverLimit", "{count} Actions were found, maximum allowed is 7.", 403],

  // The server.
  throttled: ["RequestThrottled", "{cause}", 403, "hearth"],
  unavailable: ["ServiceUnavailable", "{cause}", 503, "hearth"],
} as const;

export type SqsErrorName = keyof typeof ENTRIES;

/** Every error that the service itself answers with. */
export const SQS_ERRORS: ReadonlyMap<string, SqsErrorEntry> = new Map(
  Object.entries<readonly [string, string, number?, SqsErrorEntry["wording"]?]>(ENTRIES).map(
    ([name, [code, message, status = 400, wording = "aws"]]) => [name, { code, message, status, wording }],
  ),
);
