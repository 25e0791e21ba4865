import type { MemberOverride, Override } from "./overrides.ts";
import { LAMBDA_MEMBER_OVERRIDES, LAMBDA_OVERRIDES } from "./overrides.ts";

/** A service whose description is generated, and where its two sources are found. */
export interface ServiceSource {
  /** Signing name; also the name of the generated files. */
  readonly service: string;
  /** npm package of the SDK client with the wire traits. */
  readonly sdkPackage: string;
  /** Class of that client. */
  readonly sdkClient: string;
  /** Folder below `botocore/data`, with the API version. */
  readonly botocoreFolder: string;
  /** Prefix of the generated operation map, e.g. `Lambda` makes `LambdaOperations`. */
  readonly typeName: string;
  /**
   * Code under which the service reports violated constraints; the models do not tell. Absent where its operations check
   * their input themselves, because each violation has words of its own.
   */
  readonly validationError?: string;
  /** Of XML answers, where the SDK does not know it any more. */
  readonly xmlNamespace?: string;
  readonly overrides: readonly Override[];
  readonly memberOverrides: readonly MemberOverride[];
}

export const SERVICES: readonly ServiceSource[] = [
  {
    service: "lambda",
    sdkPackage: "@aws-sdk/client-lambda",
    sdkClient: "LambdaClient",
    botocoreFolder: "lambda/2015-03-31",
    typeName: "Lambda",
    validationError: "ValidationException",
    overrides: LAMBDA_OVERRIDES,
    memberOverrides: LAMBDA_MEMBER_OVERRIDES,
  },
  {
    service: "logs",
    sdkPackage: "@aws-sdk/client-cloudwatch-logs",
    sdkClient: "CloudWatchLogsClient",
    botocoreFolder: "logs/2014-03-28",
    typeName: "Logs",
    validationError: "InvalidParameterException",
    overrides: [],
    memberOverrides: [],
  },
  {
    service: "sts",
    sdkPackage: "@aws-sdk/client-sts",
    sdkClient: "STSClient",
    botocoreFolder: "sts/2011-06-15",
    typeName: "Sts",
    validationError: "ValidationError",
    overrides: [],
    memberOverrides: [],
  },
  {
    service: "sqs",
    sdkPackage: "@aws-sdk/client-sqs",
    sdkClient: "SQSClient",
    botocoreFolder: "sqs/2012-11-05",
    typeName: "Sqs",
    xmlNamespace: "http://queue.amazonaws.com/doc/2012-11-05/",
    overrides: [],
    memberOverrides: [],
  },
  {
    service: "sns",
    sdkPackage: "@aws-sdk/client-sns",
    sdkClient: "SNSClient",
    botocoreFolder: "sns/2010-03-31",
    typeName: "Sns",
    validationError: "ValidationError",
    overrides: [],
    memberOverrides: [],
  },
  {
    service: "events",
    sdkPackage: "@aws-sdk/client-eventbridge",
    sdkClient: "EventBridgeClient",
    botocoreFolder: "events/2015-10-07",
    typeName: "Events",
    validationError: "ValidationException",
    overrides: [],
    memberOverrides: [],
  },
  {
    service: "scheduler",
    sdkPackage: "@aws-sdk/client-scheduler",
    sdkClient: "SchedulerClient",
    botocoreFolder: "scheduler/2021-06-30",
    typeName: "Scheduler",
    validationError: "ValidationException",
    overrides: [],
    memberOverrides: [],
  },
];
