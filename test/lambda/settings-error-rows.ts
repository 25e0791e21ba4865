import { invalid, entityTooLarge, notImplemented, creating, calling, BIG, type ErrorRow, row } from "./error-row.ts";
import { forgedZip } from "../system/forged-zip.ts";

export const SETTINGS_ERRORS: readonly ErrorRow[] = [
  row("no-code-source", invalid, "Please provide a source for function code.", creating({ Code: {} })),
  row(
    "two-code-sources",
    invalid,
    "Please do not provide other FunctionCode parameters when providing a ZipFile.",
    creating({ Code: { ZipFile: Buffer.from("x"), S3Bucket: "b", S3Key: "k" } }),
  ),
  row("empty-zip", invalid, "Uploaded file must be a non-empty zip", creating({ Code: { ZipFile: Buffer.alloc(0) } })),
  row(
    "bad-zip",
    invalid,
    "Could not unzip uploaded file. Please check your file, then try to upload again.",
    creating({ Code: { ZipFile: Buffer.from("PK no") } }),
  ),
  row("empty-zip", invalid, "Uploaded file must be a non-empty zip", creating({ Code: { ZipFile: forgedZip([]) } })),
  row(
    "unsafe-zip",
    invalid,
    'Could not unzip uploaded file: the entry "../out" leaves the package',
    creating({ Code: { ZipFile: forgedZip([{ name: "../out", content: "x" }]) } }),
  ),
  row(
    "zipped-too-large",
    entityTooLarge,
    "Zipped size must be smaller than 52428800 bytes",
    creating({ Code: { ZipFile: Buffer.alloc(52_428_801) } }),
  ),
  row(
    "unzipped-too-large",
    invalid,
    "Unzipped size must be smaller than 262144000 bytes",
    creating({ Code: { ZipFile: forgedZip([{ name: "bomb", content: "x", declaredBytes: 262_144_001 }]) } }),
  ),
  row(
    "object-refused",
    invalid,
    "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist",
    creating({ Code: { S3Bucket: "b", S3Key: "k" } }),
  ),
  row(
    "runtime-and-handler",
    invalid,
    "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    creating({ Runtime: undefined }),
  ),
  row(
    "runtime-and-handler",
    invalid,
    "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    creating({ Handler: undefined }),
  ),
  row(
    "unknown-runtime",
    invalid,
    "Value cobol at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs20.x, nodejs22.x, nodejs24.x, nodejs26.x, python3.10, python3.11, python3.12, python3.13, python3.14, python3.15, java8.al2, java8.al2023, java11, java11.al2023, java17, java17.al2023, java21, java25, dotnet8, dotnet10, ruby3.3, ruby3.4, ruby4.0, provided.al2, provided.al2023] or be a valid ARN",
    creating({ Runtime: "cobol" }),
  ),
  row(
    "retired-runtime",
    invalid,
    "The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.",
    creating({ Runtime: "nodejs12.x" }),
  ),
  row(
    "retired-runtime",
    invalid,
    "The runtime parameter of go1.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.",
    calling("UpdateFunctionConfiguration", { FunctionName: "f", Runtime: "go1.x" }),
  ),
  row(
    "missing-runtime",
    invalid,
    "nodejs20.x cannot run on this machine: it is not installed. To change that: hearth runtimes install nodejs20.x",
    creating({ Runtime: "nodejs20.x" }),
  ),
  row(
    "missing-runtime",
    invalid,
    "java21 cannot run on this machine: nothing that runs it was found. To change that: hearth runtimes list",
    creating({ Runtime: "java21" }),
  ),
  row(
    "missing-runtime",
    invalid,
    "dotnet8 cannot run on this machine: it has no client. To change that: hearth runtimes install dotnet8",
    creating({ Runtime: "dotnet8", Handler: "Assembly::Type::Method" }),
  ),
  row(
    "missing-runtime",
    invalid,
    "dotnet8 cannot run on this machine: it has no client. To change that: hearth runtimes install dotnet8",
    calling("UpdateFunctionConfiguration", { FunctionName: "f", Runtime: "dotnet8", Handler: "A::T::M" }),
  ),
  row(
    "environment-too-large",
    invalid,
    `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {"BIG":"${BIG}"}`,
    creating({ Environment: { Variables: { BIG } } }),
  ),
  row(
    "reserved-keys",
    invalid,
    "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION, LAMBDA_TASK_ROOT",
    creating({ Environment: { Variables: { AWS_REGION: "x", OWN: "y", LAMBDA_TASK_ROOT: "z" } } }),
  ),
  row(
    "dead-letter-target",
    invalid,
    "The dead-letter target arn:aws:sqs:eu-west-1:000000000000:a.fifo takes no dead letters: give a standard Amazon SQS queue or Amazon SNS topic.",
    creating({ DeadLetterConfig: { TargetArn: "arn:aws:sqs:eu-west-1:000000000000:a.fifo" } }),
  ),
  row(
    "subnets-and-groups",
    invalid,
    "SubnetIds and SecurityIds must coexist or be both empty list.",
    creating({ VpcConfig: { SubnetIds: ["subnet-1"] } }),
  ),
  row(
    "log-levels-need-json",
    invalid,
    "ApplicationLogLevel and SystemLogLevel can be set only when LogFormat is JSON.",
    creating({ LoggingConfig: { SystemLogLevel: "INFO" } }),
  ),
  row(
    "not-yet",
    notImplemented,
    "Hearth does not have durable functions (DurableConfig) yet.",
    calling("UpdateFunctionConfiguration", { FunctionName: "f", DurableConfig: { ExecutionTimeout: 5 } }),
  ),
];
