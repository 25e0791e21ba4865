import { type ErrorRow, INVALID_VALUE, rows } from "./error-row.ts";

const ABSENT = "arn:aws:sns:eu-west-1:000000000001:absent";
const attribute = (name: string, value: object): object => ({ MessageAttributes: { [name]: value } });
const text = { DataType: "String", StringValue: "x" };

export const PUBLISH_ROWS: readonly ErrorRow[] = [
  ...rows("Publish", { TopicArn: "TOPIC", Message: "m" }, [
    ["no message", { Message: "" }, "Invalid parameter: Empty message"],
    ["an empty subject", { Subject: "" }, "Invalid parameter: Subject"],
    ["two lines of subject", { Subject: "a\nb" }, "Invalid parameter: Subject"],
    ["a long subject", { Subject: "s".repeat(101) }, "Invalid parameter: Subject"],
    ["a long message", { Message: "m".repeat(262_145) }, "Invalid parameter: Message too long"],
    ["a long message of few characters", { Message: "é".repeat(131_073) }, "Invalid parameter: Message too long"],
    [
      "a message that is long with its attributes",
      { Message: "m".repeat(262_140), ...attribute("a", text) },
      "Invalid parameter: Message too long",
    ],
    ["no target", { TopicArn: undefined }, /no value for required parameter/],
    ["no topic", { TopicArn: ABSENT }, "Topic does not exist", "NotFoundException"],
    [
      "a platform endpoint",
      { TopicArn: undefined, TargetArn: "arn:aws:sns:eu-west-1:000000000001:endpoint/GCM/a/b" },
      "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified",
    ],
    [
      "no number",
      { TopicArn: undefined, PhoneNumber: "NAA+15551234567" },
      "Invalid parameter: PhoneNumber Reason: NAA+15551234567 is not valid to publish to",
    ],
    [
      "a number",
      { TopicArn: undefined, PhoneNumber: "+15551234567" },
      "Hearth does not send text messages (SMS).",
      "NotImplementedException",
    ],
    [
      "no JSON",
      { Message: "text", MessageStructure: "json" },
      "Invalid parameter: Message Structure - JSON message body failed to parse",
    ],
    [
      "a list of JSON",
      { Message: "[]", MessageStructure: "json" },
      "Invalid parameter: Message Structure - JSON message body failed to parse",
    ],
    [
      "no default",
      { Message: '{"sqs":"x"}', MessageStructure: "json" },
      "Invalid parameter: Message Structure - No default entry in JSON message body",
    ],
    [
      "a number as default",
      { Message: '{"default":5}', MessageStructure: "json" },
      "Invalid parameter: Message Structure - No default entry in JSON message body",
    ],
    ["a structure", { MessageStructure: "xml" }, /the only value is json, not "xml"/],
    ["a deduplication id", { MessageDeduplicationId: "d" }, /not valid for this topic type$/],
    ["a blank group", { MessageGroupId: "a b" }, /^Invalid parameter: MessageGroupId Reason:/],
    ["an attribute's dot before", attribute(".a", text), /starting with character '\.'/, INVALID_VALUE],
    ["an attribute's dot behind", attribute("a.", text), /ending with character '\.'/, INVALID_VALUE],
    ["an attribute's dots", attribute("a..b", text), /successive '\.'/, INVALID_VALUE],
    [
      "an attribute's character",
      attribute("a!", text),
      "Invalid non-alphanumeric character '#x21' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.",
      INVALID_VALUE,
    ],
    ["a long attribute name", attribute("a".repeat(257), text), /less than 256 bytes\.$/, INVALID_VALUE],
    [
      "an attribute's type",
      attribute("a", { DataType: "Text", StringValue: "x" }),
      "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
      INVALID_VALUE,
    ],
    [
      "an attribute's value",
      attribute("a", { DataType: "String" }),
      "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.",
      INVALID_VALUE,
    ],
    [
      "an empty value",
      attribute("a", { DataType: "String", StringValue: "" }),
      /must contain non-empty/,
      INVALID_VALUE,
    ],
    [
      "a value of another field",
      attribute("a", { DataType: "Binary", StringValue: "x" }),
      "The message attribute 'a' with type 'Binary' must use field 'Binary'.",
      INVALID_VALUE,
    ],
    ["a number that is none", attribute("a", { DataType: "Number", StringValue: "x" }), /to number\.$/, INVALID_VALUE],
    [
      "an array that is none",
      attribute("a", { DataType: "String.Array", StringValue: "x" }),
      /must be a JSON array/,
      INVALID_VALUE,
    ],
  ]),
  ...rows("Publish", { TopicArn: "FIFO", Message: "m", MessageGroupId: "g" }, [
    [
      "no group",
      { MessageGroupId: undefined },
      "Invalid parameter: The MessageGroupId parameter is required for FIFO topics",
    ],
    [
      "no identity",
      {},
      "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    ],
    [
      "a long identity",
      { MessageDeduplicationId: "d".repeat(129) },
      /^Invalid parameter: MessageDeduplicationId Reason:/,
    ],
  ]),
  ...rows("PublishBatch", { TopicArn: "TOPIC" }, [
    [
      "nothing",
      { PublishBatchRequestEntries: [] },
      "The batch request doesn't contain any entries.",
      "EmptyBatchRequestException",
    ],
    [
      "eleven",
      { PublishBatchRequestEntries: Array.from({ length: 11 }, (_, index) => ({ Id: String(index), Message: "m" })) },
      "The batch request contains more entries than permissible.",
      "TooManyEntriesInBatchRequestException",
    ],
    [
      "an id twice",
      { PublishBatchRequestEntries: ["1", "1"].map((Id) => ({ Id, Message: "m" })) },
      "Two or more batch entries in the request have the same Id.",
      "BatchEntryIdsNotDistinctException",
    ],
    [
      "a long id",
      { PublishBatchRequestEntries: [{ Id: "i".repeat(81), Message: "m" }] },
      /is too long: i+$/,
      "InvalidBatchEntryIdException",
    ],
    [
      "an id with blanks",
      { PublishBatchRequestEntries: [{ Id: "a b", Message: "m" }] },
      /impermissible character: a b$/,
      "InvalidBatchEntryIdException",
    ],
    [
      "too much together",
      { PublishBatchRequestEntries: ["1", "2"].map((Id) => ({ Id, Message: "m".repeat(140_000) })) },
      "The length of all the messages put together is more than the limit.",
      "BatchRequestTooLongException",
    ],
    [
      "an attribute of one",
      { PublishBatchRequestEntries: [{ Id: "1", Message: "m", ...attribute(".", text) }] },
      /starting with character '\.'/,
      INVALID_VALUE,
    ],
    [
      "no topic",
      { TopicArn: ABSENT, PublishBatchRequestEntries: [{ Id: "1", Message: "m" }] },
      "Topic does not exist",
      "NotFoundException",
    ],
  ]),
  ...rows("PublishBatch", { TopicArn: "FIFO" }, [
    [
      "one without group",
      { PublishBatchRequestEntries: [{ Id: "1", Message: "m", MessageDeduplicationId: "d" }] },
      "Invalid parameter: The MessageGroupId parameter is required for FIFO topics",
    ],
  ]),
];
