import { type ErrorRow, rows } from "./error-row.ts";

const ABSENT = "arn:aws:sns:eu-west-1:000000000001:absent";
const withAttributes = (name: string, value: string): object => ({ Attributes: { [name]: value } });
const sqs = { TopicArn: "TOPIC", Protocol: "sqs", Endpoint: "arn:aws:sqs:eu-west-1:000000000001:other" };
const http = { TopicArn: "TOPIC", Protocol: "http", Endpoint: "http://a.example/" };

export const SUBSCRIPTION_ROWS: readonly ErrorRow[] = [
  ...rows("Subscribe", sqs, [
    ["no topic", { TopicArn: ABSENT }, "Topic does not exist", "NotFoundException"],
    [
      "a protocol",
      { Protocol: "pigeon" },
      "Invalid parameter: Amazon SNS does not support this protocol string: pigeon",
    ],
    ["no endpoint", { Endpoint: "" }, "Endpoint not specified in subscription", "NotFoundException"],
    ["no queue", { Endpoint: "q" }, "Invalid parameter: SQS endpoint ARN"],
    ["a topic as queue", { Endpoint: "TOPIC" }, "Invalid parameter: SQS endpoint ARN"],
    [
      "a FIFO queue of a standard topic",
      { Endpoint: "arn:aws:sqs:eu-west-1:000000000001:q.fifo" },
      "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    ],
    ["a function of a FIFO topic", { TopicArn: "FIFO", Protocol: "lambda" }, /Please use FIFO SQS queue$/],
    ["no function", { Protocol: "lambda", Endpoint: "f" }, "Invalid parameter: Lambda endpoint ARN"],
    [
      "another scheme",
      { Protocol: "https", Endpoint: "http://a" },
      "Invalid parameter: Endpoint must match the specified protocol",
    ],
    ["no URL", { Protocol: "http", Endpoint: "http://" }, "Invalid parameter: Endpoint"],
    ["no address", { Protocol: "email", Endpoint: "this is not an email" }, "Invalid parameter: Email address"],
    ["no number", { Protocol: "sms", Endpoint: "call me" }, "Invalid parameter: Invalid SMS endpoint: call me"],
    [
      "a platform endpoint",
      { Protocol: "application", Endpoint: "TOPIC" },
      /^Invalid parameter: Application endpoint arn invalid:arn/,
    ],
    ["Firehose", { Protocol: "firehose" }, /Hearth has no Firehose/],
    [
      "an unknown attribute",
      withAttributes("Colour", "red"),
      "Invalid parameter: Attributes Reason: Unknown attribute: Colour",
    ],
    [
      "raw delivery",
      withAttributes("RawMessageDelivery", "wrongvalue"),
      "Invalid parameter: Attributes Reason: RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false.",
    ],
    [
      "raw delivery by mail",
      { Protocol: "email", Endpoint: "a@b", ...withAttributes("RawMessageDelivery", "true") },
      "Invalid parameter: Attributes Reason: Delivery protocol [email] does not support raw message delivery.",
    ],
    [
      "a scope",
      withAttributes("FilterPolicyScope", "RandomValue"),
      "Invalid parameter: Attributes Reason: FilterPolicyScope: Invalid value [RandomValue]. Please use either MessageBody or MessageAttributes",
    ],
    [
      "a filter",
      withAttributes("FilterPolicy", '{"key":[{"suffix":100}]}'),
      'Invalid parameter: Attributes Reason: FilterPolicy: suffix match pattern must be a string\n at [Source: (String)"{"key":[{"suffix":100}]}"; line: 1, column: 22]',
    ],
    ["a filter that is no JSON", withAttributes("FilterPolicy", "{a"), /FilterPolicy: failed to parse JSON\./],
    [
      "dead letters without a queue",
      withAttributes("RedrivePolicy", '{"deadLetterTargetArn":"q"}'),
      /deadLetterTargetArn is an invalid arn$/,
    ],
    ["dead letters that are no JSON", withAttributes("RedrivePolicy", "{"), /RedrivePolicy: failed to parse JSON\./],
    [
      "a delivery policy of a queue",
      withAttributes("DeliveryPolicy", "{}"),
      /\[sqs\] does not support delivery policies/,
    ],
    ["a replay", withAttributes("ReplayPolicy", "{}"), /no archive of messages to replay$/],
    [
      "dead letters of a FIFO subscription",
      {
        TopicArn: "FIFO",
        Endpoint: "arn:aws:sqs:eu-west-1:000000000001:q.fifo",
        ...withAttributes("RedrivePolicy", '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:000000000001:d"}'),
      },
      "Invalid parameter: Attributes Reason: RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.",
    ],
  ]),
  ...rows("Subscribe", http, [
    [
      "a delivery policy",
      withAttributes("DeliveryPolicy", '{"healthyRetryPolicy":{"numRetries":101}}'),
      "Invalid parameter: Attributes Reason: DeliveryPolicy: healthyRetryPolicy.numRetries must be less than or equal to 100",
    ],
  ]),
  ...rows("SetSubscriptionAttributes", { SubscriptionArn: "SUBSCRIPTION" }, [
    ["an unknown attribute", { AttributeName: "fake" }, "Invalid parameter: AttributeName"],
    [
      "raw delivery",
      { AttributeName: "RawMessageDelivery", AttributeValue: "test-ValUe" },
      "Invalid parameter: RawMessageDelivery: Invalid value [test-ValUe]. Must be true or false.",
    ],
    [
      "nothing for raw delivery",
      { AttributeName: "RawMessageDelivery" },
      "Invalid parameter: RawMessageDelivery: Invalid value []. Must be true or false.",
    ],
    [
      "no queue",
      { AttributeName: "RedrivePolicy", AttributeValue: '{"deadLetterTargetArn":"fake"}' },
      "Invalid parameter: RedrivePolicy: deadLetterTargetArn is an invalid arn",
    ],
    [
      "no list",
      { AttributeName: "FilterPolicy", AttributeValue: '{"key_a":"value_one"}' },
      'Invalid parameter: FilterPolicy: "key_a" must be an object or an array\n at [Source: (String)"{"key_a":"value_one"}"; line: 1, column: 11]',
    ],
    [
      "no subscription",
      { SubscriptionArn: `${ABSENT}:1`, AttributeName: "FilterPolicy" },
      "Subscription does not exist",
      "NotFoundException",
    ],
  ]),
  ...rows("GetSubscriptionAttributes", {}, [
    ["no subscription", { SubscriptionArn: `${ABSENT}:1` }, "Subscription does not exist", "NotFoundException"],
    ["a topic", { SubscriptionArn: ABSENT }, "Invalid parameter: SubscriptionId"],
  ]),
  ...rows("Unsubscribe", {}, [
    [
      "no ARN",
      { SubscriptionArn: "pending confirmation" },
      "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1",
    ],
    ["a topic", { SubscriptionArn: ABSENT }, "Invalid parameter: SubscriptionId"],
    [
      "another account's",
      { SubscriptionArn: "arn:aws:sns:eu-west-1:999999999999:t:1" },
      /is not authorized to perform: SNS:Unsubscribe on resource/,
      "AuthorizationErrorException",
    ],
  ]),
  ...rows("ConfirmSubscription", { TopicArn: "TOPIC" }, [
    ["no token", { Token: "randomtoken" }, "Invalid token"],
    ["an unknown token", { Token: "a".repeat(288) }, "Invalid parameter: Token"],
    ["an absent topic", { TopicArn: ABSENT, Token: "a".repeat(288) }, "Invalid parameter: Token"],
  ]),
];
