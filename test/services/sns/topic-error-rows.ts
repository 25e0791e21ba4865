import { type ErrorRow, rows } from "./error-row.ts";

const ABSENT = "arn:aws:sns:eu-west-1:000000000001:absent";
const withAttributes = (name: string, value: string): object => ({ Attributes: { [name]: value } });

export const TOPIC_ROWS: readonly ErrorRow[] = [
  ...rows("CreateTopic", { Name: "new" }, [
    ["a blank in the name", { Name: "a b" }, "Invalid parameter: Topic Name"],
    ["no name", { Name: "" }, "Invalid parameter: Topic Name"],
    ["a long name", { Name: "n".repeat(257) }, "Invalid parameter: Topic Name"],
    ["a name for FIFO topics", { Name: "a.fifo" }, "Invalid parameter: Topic Name"],
    ["a FIFO topic of another name", withAttributes("FifoTopic", "true"), /^Fifo Topic names must end with \.fifo/],
    [
      "an unknown attribute",
      withAttributes("Colour", "red"),
      /^Invalid parameter: Attributes Reason: Unknown attribute Colour$/,
    ],
    [
      "deduplication without FIFO",
      withAttributes("ContentBasedDeduplication", "true"),
      "Invalid parameter: Attributes Reason: Content-based deduplication can only be set for FIFO topics",
    ],
    ["a throughput scope without FIFO", withAttributes("FifoThroughputScope", "Topic"), /only valid for FIFO topics$/],
    ["a signature version", withAttributes("SignatureVersion", "3"), /SignatureVersion: Invalid value \[3\]/],
    ["a tracing mode", withAttributes("TracingConfig", "Loud"), /TracingConfig: Invalid value \[Loud\]/],
    ["a size", withAttributes("MaximumMessageSize", "5"), /MaximumMessageSize: Invalid value \[5\]/],
    ["an archive", withAttributes("ArchivePolicy", "{}"), /ArchivePolicy: Hearth keeps no archive/],
    ["a long display name", withAttributes("DisplayName", "d".repeat(101)), /DisplayName: must be at most 100/],
    [
      "a sample rate",
      withAttributes("SQSSuccessFeedbackSampleRate", "500"),
      "Invalid parameter: Attributes Reason: SQSSuccessFeedbackSampleRate: 500 value provided is not an integer between 0-100",
    ],
    [
      "a delivery policy",
      withAttributes("DeliveryPolicy", '{"http":{"defaultHealthyRetryPolicy":{"numRetries":300}}}'),
      "Invalid parameter: Attributes Reason: DeliveryPolicy: http.defaultHealthyRetryPolicy.numRetries must be less than or equal to 100",
    ],
    [
      "a policy with unknown actions",
      withAttributes("Policy", '{"Statement":[{"Action":["SNS:Publishx"]}]}'),
      "Invalid parameter: Attributes Reason: Policy statement action out of service scope!",
    ],
    ["a policy that is none", withAttributes("Policy", "text"), /Policy Error/],
    [
      "a tag twice",
      { Tags: ["1", "2"].map((Value) => ({ Key: "k", Value })) },
      "Invalid parameter: Duplicated keys are not allowed.",
    ],
    [
      "51 tags",
      { Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "v" })) },
      "Could not complete request: tag quota of per resource exceeded",
      "TagLimitExceededException",
    ],
    [
      "a direction of data protection",
      { DataProtectionPolicy: '{"Statement":[{"DataDirection":"Inbxound"}]}' },
      "Invalid parameter: DataProtectionPolicy Reason: Statement DataDirection must be either Inbound or Outbound",
    ],
  ]),
  ...rows("SetTopicAttributes", { TopicArn: "TOPIC" }, [
    ["an unknown attribute", { AttributeName: "Colour" }, "Invalid parameter: AttributeName"],
    [
      "another kind of topic",
      { AttributeName: "FifoTopic", AttributeValue: "true" },
      "Invalid parameter: AttributeName",
    ],
    [
      "a member of another policy",
      { AttributeName: "DeliveryPolicy", AttributeValue: '{"throttlePolicy":{}}' },
      "Invalid parameter: DeliveryPolicy: Unexpected JSON member: throttlePolicy",
    ],
    [
      "a topic that is not there",
      { TopicArn: ABSENT, AttributeName: "DisplayName" },
      "Topic does not exist",
      "NotFoundException",
    ],
  ]),
  ...(["GetTopicAttributes", "DeleteTopic", "ListSubscriptionsByTopic"] as const).flatMap((operation) =>
    rows(operation, {}, [
      [
        "no ARN",
        { TopicArn: "a:b:c" },
        "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 3",
      ],
      ["a queue", { TopicArn: "arn:aws:sqs:eu-west-1:000000000001:q" }, "Invalid parameter: TopicArn"],
      ["a subscription", { TopicArn: "SUBSCRIPTION" }, "Invalid parameter: TopicArn"],
      ["another region", { TopicArn: "arn:aws:sns:us-east-1:000000000001:t" }, "Invalid parameter: TopicArn"],
      [
        "another account",
        { TopicArn: "arn:aws:sns:eu-west-1:999999999999:t" },
        /^User: arn:aws:iam::000000000001:root is not authorized to perform: SNS:/,
        "AuthorizationErrorException",
      ],
    ]),
  ),
  ...rows("ListTopics", {}, [["a token of its own", { NextToken: "?" }, "Invalid parameter: NextToken"]]),
  ...rows("TagResource", { Tags: [{ Key: "k", Value: "v" }] }, [
    ["no topic", { ResourceArn: ABSENT }, "Resource does not exist", "ResourceNotFoundException"],
  ]),
  ...rows("AddPermission", { TopicArn: "TOPIC", Label: "l", AWSAccountId: ["111122223333"], ActionName: ["Publish"] }, [
    ["an account", { AWSAccountId: ["me"] }, "Invalid parameter: A provided account ID is not valid"],
    ["an action", { ActionName: ["Fly"] }, "Invalid parameter: Policy statement action out of service scope!"],
    ["no topic", { TopicArn: ABSENT }, "Topic does not exist", "NotFoundException"],
  ]),
];
