/** Code of the model and, in AWS's words unless a third word says otherwise, the text. */
export const SNS_MESSAGES = {
  // Topics.
  "short-arn": [
    "InvalidParameterException",
    "Invalid parameter: {member} Reason: An ARN must have at least 6 elements, not {count}",
  ],
  "invalid-member": ["InvalidParameterException", "Invalid parameter: {member}"],
  "topic-not-found": ["NotFoundException", "Topic does not exist"],
  "resource-not-found": ["ResourceNotFoundException", "Resource does not exist"],
  "not-authorized": [
    "AuthorizationErrorException",
    "User: {caller} is not authorized to perform: SNS:{action} on resource: {arn} because no resource-based policy allows the SNS:{action} action",
  ],
  "topic-name": ["InvalidParameterException", "Invalid parameter: Topic Name"],
  "fifo-topic-name": [
    "InvalidParameterException",
    "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.",
  ],
  "topic-with-other-attributes": [
    "InvalidParameterException",
    "Invalid parameter: Attributes Reason: Topic already exists with different attributes",
  ],
  "topic-with-other-tags": [
    "InvalidParameterException",
    "Invalid parameter: Tags Reason: Topic already exists with different tags",
  ],
  "unknown-attribute": ["InvalidParameterException", "Invalid parameter: Attributes Reason: Unknown attribute {name}"],
  attribute: ["InvalidParameterException", "Invalid parameter: {prefix}{reason}"],
  "too-many-topics": ["TopicLimitExceededException", "The maximum number of topics has been reached.", "hearth"],
  "duplicate-tags": ["InvalidParameterException", "Invalid parameter: Duplicated keys are not allowed."],
  "too-many-tags": ["TagLimitExceededException", "Could not complete request: tag quota of per resource exceeded"],
  "statement-exists": ["InvalidParameterException", "Invalid parameter: Statement already exists"],
  "statement-action": ["InvalidParameterException", "Invalid parameter: Policy statement action out of service scope!"],
  "account-id": ["InvalidParameterException", "Invalid parameter: A provided account ID is not valid"],
  "data-protection-policy": [
    "InvalidParameterException",
    "Invalid parameter: DataProtectionPolicy Reason: {reason}",
    "hearth",
  ],
  "next-token": ["InvalidParameterException", "Invalid parameter: NextToken"],

  // Subscriptions.
  "subscription-not-found": ["NotFoundException", "Subscription does not exist"],
  "subscription-id": ["InvalidParameterException", "Invalid parameter: SubscriptionId"],
  "no-endpoint": ["NotFoundException", "Endpoint not specified in subscription"],
  "unknown-protocol": [
    "InvalidParameterException",
    "Invalid parameter: Amazon SNS does not support this protocol string: {protocol}",
  ],
  "endpoint-protocol": ["InvalidParameterException", "Invalid parameter: Endpoint must match the specified protocol"],
  "sms-endpoint": ["InvalidParameterException", "Invalid parameter: Invalid SMS endpoint: {endpoint}"],
  "application-endpoint": [
    "InvalidParameterException",
    "Invalid parameter: Application endpoint arn invalid:{endpoint}",
  ],
  "fifo-queue-of-standard-topic": [
    "InvalidParameterException",
    "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
  ],
  "fifo-topic-endpoint": [
    "InvalidParameterException",
    "Invalid parameter: Invalid parameter: Endpoint Reason: Please use FIFO SQS queue",
  ],
  "no-firehose": [
    "InvalidParameterException",
    "Invalid parameter: Protocol Reason: Hearth has no Firehose delivery streams; subscribe a queue or a function instead",
    "hearth",
  ],
  "subscription-with-other-attributes": [
    "InvalidParameterException",
    "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
  ],
  "malformed-token": ["InvalidParameterException", "Invalid token"],
  "unknown-token": ["InvalidParameterException", "Invalid parameter: Token"],
  "pending-subscription": [
    "InvalidParameterException",
    "Invalid parameter: This operation is not supported for pending subscriptions; confirm it first",
    "hearth",
  ],
  "too-many-filter-policies": [
    "FilterPolicyLimitExceededException",
    "A topic cannot have more than {max} subscriptions with a filter policy.",
    "hearth",
  ],
  "unsigned-call": [
    "AuthorizationErrorException",
    "This subscription was confirmed with AuthenticateOnUnsubscribe, so {action} must be signed by its owner.",
    "hearth",
  ],

  // Publishing.
  "empty-message": ["InvalidParameterException", "Invalid parameter: Empty message"],
  "message-too-long": ["InvalidParameterException", "Invalid parameter: Message too long"],
  subject: ["InvalidParameterException", "Invalid parameter: Subject"],
  "no-default-message": [
    "InvalidParameterException",
    "Invalid parameter: Message Structure - No default entry in JSON message body",
  ],
  "message-not-json": [
    "InvalidParameterException",
    "Invalid parameter: Message Structure - JSON message body failed to parse",
  ],
  "message-structure": [
    "InvalidParameterException",
    'Invalid parameter: MessageStructure Reason: the only value is json, not "{structure}"',
    "hearth",
  ],
  "no-target": [
    "InvalidParameterException",
    "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter",
  ],
  "no-platform-endpoint": [
    "InvalidParameterException",
    "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified",
  ],
  "phone-number": [
    "InvalidParameterException",
    "Invalid parameter: PhoneNumber Reason: {number} is not valid to publish to",
  ],
  "no-sms": ["NotImplementedException", "Hearth does not send text messages (SMS).", "hearth"],
  "no-group": [
    "InvalidParameterException",
    "Invalid parameter: The MessageGroupId parameter is required for FIFO topics",
  ],
  "no-deduplication": [
    "InvalidParameterException",
    "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  ],
  "deduplication-of-standard-topic": [
    "InvalidParameterException",
    "Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
  ],
  "fifo-id": [
    "InvalidParameterException",
    "Invalid parameter: {member} Reason: {member} can only include alphanumeric and punctuation characters. 1 to 128 in length",
    "hearth",
  ],
  "attribute-name-length": [
    "InvalidParameterValueException",
    "Length of message attribute name must be less than 256 bytes.",
  ],
  "attribute-name-start": [
    "InvalidParameterValueException",
    "Invalid message attribute name starting with character '.' was found.",
  ],
  "attribute-name-end": [
    "InvalidParameterValueException",
    "Invalid message attribute name ending with character '.' was found.",
  ],
  "attribute-name-dots": [
    "InvalidParameterValueException",
    "Message attribute name can not have successive '.' character.",
  ],
  "attribute-name-character": [
    "InvalidParameterValueException",
    "Invalid non-alphanumeric character '#x{code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.",
  ],
  "attribute-type": [
    "InvalidParameterValueException",
    "The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
  ],
  "attribute-empty": [
    "InvalidParameterValueException",
    "The message attribute '{name}' must contain non-empty message attribute value for message attribute type '{type}'.",
  ],
  "attribute-field": [
    "InvalidParameterValueException",
    "The message attribute '{name}' with type '{type}' must use field '{field}'.",
  ],
  "attribute-number": [
    "InvalidParameterValueException",
    "Could not cast message attribute '{name}' value to number.",
    "hearth",
  ],
  "attribute-array": [
    "InvalidParameterValueException",
    "The message attribute '{name}' of type String.Array must be a JSON array of strings, numbers, true, false and null.",
    "hearth",
  ],
  "empty-batch": ["EmptyBatchRequestException", "The batch request doesn't contain any entries."],
  "batch-too-many": [
    "TooManyEntriesInBatchRequestException",
    "The batch request contains more entries than permissible.",
  ],
  "batch-ids": ["BatchEntryIdsNotDistinctException", "Two or more batch entries in the request have the same Id."],
  "batch-id-length": ["InvalidBatchEntryIdException", "The Id of a batch entry in the batch request is too long: {id}"],
  "batch-id-character": [
    "InvalidBatchEntryIdException",
    "The Id of a batch entry in the batch request contains an impermissible character: {id}",
  ],
  "batch-too-long": [
    "BatchRequestTooLongException",
    "The length of all the messages put together is more than the limit.",
  ],

  // This server.
  "disk-full": ["InternalErrorException", "{reason}", "hearth"],
} as const;

export type SnsErrorName = keyof typeof SNS_MESSAGES;
