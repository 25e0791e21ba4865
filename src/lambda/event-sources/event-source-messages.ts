/** Kind and message of the errors of event source mappings; a third word marks Hearth's own wording. */
export const EVENT_SOURCE_MESSAGES = {
  "unrecognized-source": ["invalid", "Unrecognized event source."],
  "mapped-function-not-found": ["invalid", "Function does not exist"],
  "mapping-exists-sqs": [
    "conflict",
    'An event source mapping with SQS arn (" {source} ") and function (" {function} ") already exists. Please update or delete the existing mapping with UUID {uuid}',
  ],
  "mapping-exists-kafka": [
    "conflict",
    'An event source mapping with event source ("{source}"), function ("{function}"), topics ("{topic}") already exists. Please update or delete the existing mapping with UUID {uuid}',
  ],
  "mapping-exists": [
    "conflict",
    'The event source arn (" {source} ") and function (" {function} ") provided mapping already exists. Please update or delete the existing mapping with UUID {uuid}',
  ],

  // Members that a kind of source does not take, or cannot do without.
  "unsupported-parameter": ["invalid", "Unsupported '{member}' parameter for given event source mapping type."],
  "unsupported-destination": [
    "invalid",
    "Unsupported DestinationConfig parameter for given event source mapping type.",
  ],
  "position-on-queue": ["invalid", "StartingPosition is not valid for SQS event sources."],
  "missing-parameter": ["invalid", "Required '{member}' parameter is missing."],
  "invalid-parameters": ["invalid", "Invalid parameters: {members}"],

  // Where to start.
  "no-starting-position": [
    "invalid",
    "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
  ],
  "position-not-for-source": ["invalid", "Unsupported starting position for arn type: {arn}"],
  "timestamp-without-position": ["invalid", "Timestamp only valid with StartingPosition AT_TIMESTAMP"],
  "position-without-timestamp": [
    "invalid",
    "When the starting position is 'AT_TIMESTAMP', a starting position timestamp must be provided.",
  ],
  "timestamp-before-1970": [
    "invalid",
    "Received Exception while reading from provided stream. class java.lang.Long can not be converted to a Timestamp",
  ],
  "timestamp-in-future": ["invalid", "StartingPositionTimestamp must not be in the future.", "hearth"],
  "bad-consumption-mode": ["invalid", "ConsumptionMode must be Stream or Queue; '{mode}' is neither.", "hearth"],
  "fixed-at-creation": [
    "invalid",
    "{member} cannot be changed; create another event source mapping instead.",
    "hearth",
  ],

  // Batches, retries and pollers.
  "batch-without-window": [
    "invalid",
    "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
  ],
  "window-on-fifo": ["invalid", "Batching window is not supported for FIFO queues"],
  "batch-on-fifo": ["invalid", "Batch size must not be greater than 10 for FIFO queues.", "hearth"],
  "bad-record-age": ["invalid", "MaximumRecordAgeInSeconds must be -1, or from 60 to 604800.", "hearth"],
  "bad-filter": ["invalid", "Invalid filter pattern definition."],
  "too-many-filters": ["invalid", "FilterCriteria must not have more than 5 filters.", "hearth"],
  "pollers-and-concurrency": [
    "invalid",
    "Provisioned mode for SQS ESM does not support maximum concurrency feature. Use MaximumPollers as the control mechanism and remove maximum concurrency.",
  ],
  "bad-pollers": [
    "invalid",
    "MinimumPollers must be from {least} to 200, and MaximumPollers from MinimumPollers to {most}.",
    "hearth",
  ],
  "timeout-too-long-for-source": [
    "invalid",
    "A function that such an event source invokes must not have a timeout of more than 840 seconds; this one has {timeout}.",
    "hearth",
  ],
} as const;
