import type { SqsOperations } from "../../../src/wire/index.ts";

type RequestRow = readonly [
  operation: keyof SqsOperations,
  /** `URL/` stands for the address of the account's queues; there are `q` and `q.fifo`. */
  input: object,
  type: string,
  message: string,
  status?: number,
];

const VALUE = "InvalidParameterValueException";
const MISSING = "MissingRequiredParameterException";
const NAME = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
const FIFO_NAME =
  "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length";
const WRONG_TYPE = "The request include parameter that is not valid for this queue type.";
const BATCH_ID =
  "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.";
const CHARACTERS =
  "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF";

const QueueUrl = "URL/q";
const fifo = "URL/q.fifo";
const many = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, index) => ({ Id: `${index}`, MessageBody: "x", ReceiptHandle: "x" }));

const names: readonly RequestRow[] = [
  ["CreateQueue", {}, MISSING, "The request must contain the parameter QueueName."],
  ["CreateQueue", { QueueName: "a b" }, VALUE, NAME],
  ["CreateQueue", { QueueName: "x".repeat(81) }, VALUE, NAME],
  ["CreateQueue", { QueueName: "a.fifo" }, VALUE, NAME],
  ["CreateQueue", { QueueName: "a", Attributes: { FifoQueue: "true" } }, VALUE, FIFO_NAME],
  ["CreateQueue", { QueueName: `${"x".repeat(76)}.fifo`, Attributes: { FifoQueue: "true" } }, VALUE, FIFO_NAME],
  [
    "ListQueues",
    { MaxResults: 0 },
    VALUE,
    "Value 0 for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.",
  ],
  ["DeleteQueue", {}, MISSING, "The request must contain the parameter QueueUrl."],
  ["DeleteQueue", { QueueUrl: "q" }, "InvalidAddress", "The address q is not valid for this endpoint.", 404],
  ["DeleteQueue", { QueueUrl: "URL/none" }, "QueueDoesNotExist", "The specified queue does not exist."],
  [
    "DeleteQueue",
    { QueueUrl: "http://localhost/999999999999/q" },
    "AccessDenied",
    "Access to the resource http://localhost/999999999999/q is denied.",
    403,
  ],
  ["GetQueueAttributes", { QueueUrl, AttributeNames: ["Foo"] }, "InvalidAttributeName", "Unknown Attribute Foo."],
  [
    "SetQueueAttributes",
    { QueueUrl: fifo, Attributes: { FifoQueue: "false" } },
    "InvalidAttributeValue",
    "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
  ],
  [
    "SetQueueAttributes",
    { QueueUrl: fifo, Attributes: { FifoThroughputLimit: "perMessageGroupId" } },
    "InvalidAttributeValue",
    "Invalid value for the parameter FifoThroughputLimit. Reason: perMessageGroupId is allowed only when the value of DeduplicationScope is messageGroup.",
  ],
  [
    "SetQueueAttributes",
    { QueueUrl, Attributes: { KmsMasterKeyId: "k", SqsManagedSseEnabled: "true" } },
    "InvalidAttributeName",
    "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
  ],
];

const sending: readonly RequestRow[] = [
  ["SendMessage", { QueueUrl }, MISSING, "The request must contain the parameter MessageBody."],
  ["SendMessage", { QueueUrl, MessageBody: "" }, MISSING, "The request must contain the parameter MessageBody."],
  ["SendMessage", { QueueUrl, MessageBody: "\u0008" }, "InvalidMessageContents", CHARACTERS],
  ["SendMessage", { QueueUrl, MessageBody: "\uffff" }, "InvalidMessageContents", CHARACTERS],
  [
    "SendMessage",
    { QueueUrl, MessageBody: "x", DelaySeconds: 901 },
    VALUE,
    "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
  ],
  [
    "SendMessage",
    { QueueUrl: fifo, MessageBody: "x", DelaySeconds: 2, MessageGroupId: "g", MessageDeduplicationId: "d" },
    VALUE,
    `Value 2 for parameter DelaySeconds is invalid. Reason: ${WRONG_TYPE}`,
  ],
  [
    "SendMessage",
    { QueueUrl, MessageBody: "x", MessageDeduplicationId: "d" },
    VALUE,
    `Value d for parameter MessageDeduplicationId is invalid. Reason: ${WRONG_TYPE}`,
  ],
  [
    "SendMessage",
    { QueueUrl: fifo, MessageBody: "x", MessageDeduplicationId: "d" },
    MISSING,
    "The request must contain the parameter MessageGroupId.",
  ],
  [
    "SendMessage",
    { QueueUrl: fifo, MessageBody: "x", MessageGroupId: "g" },
    VALUE,
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  ],
  [
    "SendMessage",
    { QueueUrl: fifo, MessageBody: "x", MessageGroupId: "g", MessageDeduplicationId: "a b" },
    VALUE,
    "Value a b for parameter MessageDeduplicationId is invalid. Reason: MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
  ],
];

const attribute = (name: string, value: object): object => ({
  QueueUrl,
  MessageBody: "x",
  MessageAttributes: { [name]: value },
});
const messageAttributes: readonly RequestRow[] = [
  [
    "SendMessage",
    attribute("a", { DataType: "Strong", StringValue: "x" }),
    VALUE,
    "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
  ],
  [
    "SendMessage",
    attribute("ErrorDetails", { DataType: "String", StringValue: "" }),
    VALUE,
    "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
  ],
  [
    "SendMessage",
    attribute("a", { DataType: "Binary", StringValue: "x" }),
    VALUE,
    "Message (user) attribute 'a' must contain a non-empty value of type 'Binary'.",
  ],
  [
    "SendMessage",
    attribute("a", { DataType: "Number", StringValue: "one" }),
    VALUE,
    "Can't cast the value of message (user) attribute 'a' to a number.",
  ],
  [
    "SendMessage",
    attribute("a", { DataType: "String", StringListValues: ["x"] }),
    VALUE,
    "Message attribute list values in SendMessage operation are not supported.",
  ],
  [
    "SendMessage",
    {
      QueueUrl,
      MessageBody: "x",
      MessageAttributes: Object.fromEntries(
        Array.from({ length: 11 }, (_, index) => [`a${index}`, { DataType: "String", StringValue: "x" }]),
      ),
    },
    VALUE,
    "Number of message attributes [11] exceeds the allowed maximum [10].",
  ],
  ...["AWS.a", "amazon.a", ".a", "a.", "a..b", "a b", "x".repeat(257)].map((name): RequestRow => [
    "SendMessage",
    attribute(name, { DataType: "String", StringValue: "x" }),
    VALUE,
    `Message (user) attribute name '${name}' is invalid: it can contain A-Z, a-z, 0-9, underscore (_), hyphen (-) and period (.), 1 to 256 in length, cannot start with AWS. or Amazon., cannot start or end with a period, and cannot have periods in succession.`,
  ]),
  [
    "SendMessage",
    { QueueUrl, MessageBody: "x", MessageSystemAttributes: { SenderId: { DataType: "String", StringValue: "x" } } },
    VALUE,
    "Message system attribute name 'SenderId' is invalid; only AWSTraceHeader is supported.",
  ],
];

const receiving: readonly RequestRow[] = [
  ...[0, 11].map((count): RequestRow => [
    "ReceiveMessage",
    { QueueUrl, MaxNumberOfMessages: count },
    VALUE,
    `Value ${count} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
  ]),
  [
    "ReceiveMessage",
    { QueueUrl, WaitTimeSeconds: 21 },
    VALUE,
    "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.",
  ],
  [
    "ReceiveMessage",
    { QueueUrl, VisibilityTimeout: 43_201 },
    VALUE,
    "Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.",
  ],
  ["DeleteMessage", { QueueUrl }, MISSING, "The request must contain the parameter ReceiptHandle."],
  [
    "DeleteMessage",
    { QueueUrl, ReceiptHandle: "x" },
    "ReceiptHandleIsInvalid",
    'The input receipt handle "x" is not a valid receipt handle.',
    404,
  ],
  [
    "ChangeMessageVisibility",
    { QueueUrl, ReceiptHandle: "x" },
    MISSING,
    "The request must contain the parameter VisibilityTimeout.",
  ],
];

const batches: readonly RequestRow[] = (
  [
    ["SendMessageBatch", "SendMessageBatchRequestEntry"],
    ["DeleteMessageBatch", "DeleteMessageBatchRequestEntry"],
    ["ChangeMessageVisibilityBatch", "ChangeMessageVisibilityBatchRequestEntry"],
  ] as const
).flatMap(([operation, entry]): readonly RequestRow[] => [
  [operation, { QueueUrl, Entries: [] }, "EmptyBatchRequest", `There should be at least one ${entry} in the request.`],
  [operation, { QueueUrl }, "EmptyBatchRequest", `There should be at least one ${entry} in the request.`],
  [
    operation,
    { QueueUrl, Entries: many(11) },
    "TooManyEntriesInBatchRequest",
    "Maximum number of entries per request are 10. You have sent 11.",
  ],
  [operation, { QueueUrl, Entries: [...many(1), ...many(1)] }, "BatchEntryIdsNotDistinct", "Id 0 repeated."],
  ...["", "invalid:id", "x".repeat(81)].map((Id): RequestRow => [
    operation,
    { QueueUrl, Entries: [{ ...many(1)[0], Id }] },
    "InvalidBatchEntryId",
    BATCH_ID,
  ]),
]);

const permissions: readonly RequestRow[] = [
  [
    "AddPermission",
    { QueueUrl, Label: "a", AWSAccountIds: ["111111111111"], Actions: ["Foo"] },
    VALUE,
    "Value SQS:Foo for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions.",
  ],
  [
    "AddPermission",
    { QueueUrl, Label: "a b", AWSAccountIds: ["111111111111"], Actions: ["*"] },
    VALUE,
    `Value a b for parameter Label is invalid. Reason: ${NAME}`,
  ],
  [
    "AddPermission",
    { QueueUrl, Label: "a", AWSAccountIds: ["111111111111"], Actions: Array.from({ length: 8 }, () => "SendMessage") },
    "OverLimit",
    "8 Actions were found, maximum allowed is 7.",
    403,
  ],
];

/** Requests that the service refuses. */
export const REQUEST_ROWS: readonly RequestRow[] = [
  ...names,
  ...sending,
  ...messageAttributes,
  ...receiving,
  ...batches,
  ...permissions,
];

const ATTRIBUTE_VALUE = "InvalidAttributeValue";

/** Values that an attribute of a standard queue may not have; without a message, the one of all values. */
export const ATTRIBUTE_ROWS: readonly (readonly [name: string, value: string, type: string, message?: string])[] = [
  ...["-1", "43201", "abc", "", "1.5", "0x10"].map((value) => ["VisibilityTimeout", value, ATTRIBUTE_VALUE] as const),
  ...["1023", "1048577"].map((value) => ["MaximumMessageSize", value, ATTRIBUTE_VALUE] as const),
  ...["59", "1209601"].map((value) => ["MessageRetentionPeriod", value, ATTRIBUTE_VALUE] as const),
  ...["-1", "901"].map((value) => ["DelaySeconds", value, ATTRIBUTE_VALUE] as const),
  ...["-1", "21"].map((value) => ["ReceiveMessageWaitTimeSeconds", value, ATTRIBUTE_VALUE] as const),
  ...["59", "86401"].map((value) => ["KmsDataKeyReusePeriodSeconds", value, ATTRIBUTE_VALUE] as const),
  ["SqsManagedSseEnabled", "yes", ATTRIBUTE_VALUE],
  ...["{", "[]", '{"a":1}'].map((value) => ["Policy", value, ATTRIBUTE_VALUE] as const),
  ...[
    "{",
    "{}",
    '{"redrivePermission":"some"}',
    '{"redrivePermission":"byQueue"}',
    '{"redrivePermission":"byQueue","sourceQueueArns":["x"]}',
    '{"redrivePermission":"allowAll","sourceQueueArns":["arn:aws:sqs:eu-west-1:000000000000:q"]}',
  ].map((value) => ["RedriveAllowPolicy", value, ATTRIBUTE_VALUE] as const),
  ["Foo", "x", "InvalidAttributeName", "Unknown Attribute Foo."],
  ["QueueArn", "x", "InvalidAttributeName", "Unknown Attribute QueueArn."],
  ...["ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"].map(
    (name) => [name, "true", "InvalidAttributeName", `Unknown Attribute ${name}.`] as const,
  ),
  ["FifoQueue", "false", "InvalidAttributeName", "Unknown Attribute FifoQueue."],
];
