import { CONCURRENCY_MESSAGES } from "./concurrency/concurrency-messages.ts";
import { CODE_SIGNING_MESSAGES } from "./code-signing/code-signing-messages.ts";
import { EVENT_INVOKE_MESSAGES } from "./event-invoke/event-invoke-messages.ts";
import { EVENT_SOURCE_MESSAGES } from "./event-sources/event-source-messages.ts";
import { IMAGE_MESSAGES } from "./images/image-messages.ts";
import { LAYER_MESSAGES } from "./layers/layer-messages.ts";
import { PERMISSION_MESSAGES } from "./permission-messages.ts";
import { TENANCY_MESSAGES } from "./tenancy/tenancy-messages.ts";

/** Code, status and blame of the errors of one kind. */
interface ErrorKind {
  readonly code: string;
  readonly status: number;
  readonly type: "User" | "Service" | undefined;
}

/** One error of the control plane. */
export interface ErrorEntry extends ErrorKind {
  /** With `{parameters}`. */
  readonly message: string;
  /** `aws` when the text is the service's own; `hearth` when the situation does not exist there or its text is not public. */
  readonly wording: "aws" | "hearth";
}

const user = (code: string, status: number): ErrorKind => ({ code, status, type: "User" });
const service = (code: string, status: number): ErrorKind => ({ code, status, type: "Service" });
/** Errors of the framework in front of the service carry no Type. */
const framework = (code: string, status: number): ErrorKind => ({ code, status, type: undefined });

const KINDS = {
  invalid: user("InvalidParameterValueException", 400),
  "invalid-untyped": framework("InvalidParameterValueException", 400),
  content: user("InvalidRequestContentException", 400),
  validation: framework("ValidationException", 400),
  denied: framework("AccessDeniedException", 403),
  "not-found": user("ResourceNotFoundException", 404),
  "untyped-not-found": framework("ResourceNotFoundException", 404),
  "provisioned-not-found": user("ProvisionedConcurrencyConfigNotFoundException", 404),
  "code-verification": user("CodeVerificationFailedException", 400),
  "code-storage": user("CodeStorageExceededException", 400),
  "signing-config": user("CodeSigningConfigNotFoundException", 404),
  recursion: user("RecursiveInvocationException", 400),
  conflict: user("ResourceConflictException", 409),
  "policy-length": user("PolicyLengthExceededException", 400),
  precondition: user("PreconditionFailedException", 412),
  "entity-too-large": user("RequestEntityTooLargeException", 413),
  "request-too-large": user("RequestTooLargeException", 413),
  throttled: user("TooManyRequestsException", 429),
  service: service("ServiceException", 500),
  "not-implemented": service("NotImplementedException", 501),
  runtime: service("InvalidRuntimeException", 502),
  unavailable: service("ServiceException", 503),
} as const satisfies Record<string, ErrorKind>;

/** Kind and message of each error; a third word marks Hearth's own wording. */
const FUNCTION_MESSAGES = {
  // Names, scope and existence.
  "function-not-found": ["not-found", "Function not found: {arn}"],
  "other-region": ["not-found", "Functions from '{region}' are not reachable in this region ('{ownRegion}')"],
  "other-account": [
    "denied",
    "User: {caller} is not authorized to perform: {action} on resource: {arn} because no resource-based policy allows the {action} action",
  ],
  "malformed-name": [
    "validation",
    "1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: {pattern}",
  ],
  "name-too-long": [
    "invalid",
    "1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64",
  ],
  "qualifier-mismatch": [
    "invalid",
    "The derived qualifier from the function name does not match the specified qualifier.",
  ],
  "qualifier-on-create": [
    "invalid",
    "A function is created without qualifier; remove ':{qualifier}' from FunctionName.",
    "hearth",
  ],
  "function-exists": ["conflict", "Function already exist: {name}"],
  "latest-not-deletable": ["invalid", "$LATEST version cannot be deleted without deleting the function."],
  "version-aliased": ["conflict", "Unable to delete version because the following aliases reference it: [{aliases}]"],
  "alias-not-found": ["not-found", "Cannot find alias arn: {arn}"],
  "updated-alias-not-found": ["not-found", "Alias not found: {arn}"],
  "alias-exists": ["conflict", "Alias already exists: {arn}"],
  "too-many-weights": ["invalid", "Number of items in AdditionalVersionWeights cannot be greater than 1"],
  "version-routed-twice": [
    "invalid",
    "Invalid function version {version}. Function version {version} is already included in routing configuration.",
  ],
  "latest-routed": ["invalid-untyped", "$LATEST is not supported for an alias pointing to more than 1 version"],
  "roles-routed": ["invalid", "Specified versions must be associated with the same execution role"],
  "dead-letters-routed": [
    "invalid",
    "Specified versions must be associated with the same dead letter configuration",
    "hearth",
  ],
  "latest-only": ["invalid", "Current operation does not support versions other than $LATEST"],
  "other-code-published": [
    "invalid",
    "CodeSHA256 ({given}) is different from current CodeSHA256 in $LATEST ({current}). Please try again with the CodeSHA256 in $LATEST.",
  ],
  "alias-not-deletable": ["invalid", "Deletion of aliases is not currently supported."],
  "malformed-marker": ["invalid", "The marker is not one that an earlier page ended with.", "hearth"],
  "requested-not-found": ["not-found", "The resource you requested does not exist."],
  "no-qualifier-here": [
    "invalid",
    "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
  ],

  // State and concurrent writers.
  "update-in-progress": [
    "conflict",
    "The operation cannot be performed at this time. An update is in progress for resource: {arn}",
  ],
  "not-in-state": [
    "conflict",
    "The operation cannot be performed at this time. The function is currently in the following state: {state}",
  ],
  "stale-revision": [
    "precondition",
    "The Revision Id provided does not match the latest Revision Id. Call the {operation} API to retrieve the latest Revision Id",
  ],

  // Code.
  "no-code-source": ["invalid", "Please provide a source for function code."],
  "two-code-sources": ["invalid", "Please do not provide other FunctionCode parameters when providing a ZipFile."],
  "empty-zip": ["invalid", "Uploaded file must be a non-empty zip"],
  "bad-zip": ["invalid", "Could not unzip uploaded file. Please check your file, then try to upload again."],
  "unzipped-too-large": ["invalid", "Unzipped size must be smaller than 262144000 bytes"],
  "unsafe-zip": ["invalid", "Could not unzip uploaded file: {reason}", "hearth"],
  "zipped-too-large": ["entity-too-large", "Zipped size must be smaller than 52428800 bytes"],
  "code-storage-exceeded": ["code-storage", "Code storage limit exceeded."],
  "object-refused": ["invalid", "Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {message}"],
  "objects-unreachable": ["service", "The code could not be fetched: {reason}", "hearth"],
  "bucket-and-key": ["invalid", "S3 Bucket and Key are required for uploading with S3 parameters.", "hearth"],

  // Settings.
  "runtime-and-handler": [
    "invalid",
    "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
  ],
  "unknown-runtime": [
    "invalid",
    "Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{runtimes}] or be a valid ARN",
  ],
  "retired-runtime": [
    "invalid",
    "The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.",
  ],
  "missing-runtime": ["invalid", "{runtime} cannot run on this machine: {reason}. To change that: {cure}", "hearth"],
  "environment-too-large": [
    "invalid",
    "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {json}",
  ],
  "dead-letter-target": [
    "invalid",
    "The dead-letter target {arn} takes no dead letters: give a standard Amazon SQS queue or Amazon SNS topic.",
    "hearth",
  ],
  "reserved-keys": [
    "invalid",
    "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: {keys}",
  ],
  "subnets-and-groups": ["invalid", "SubnetIds and SecurityIds must coexist or be both empty list."],
  "log-levels-need-json": [
    "invalid",
    "ApplicationLogLevel and SystemLogLevel can be set only when LogFormat is JSON.",
    "hearth",
  ],
  "not-yet": ["not-implemented", "Hearth does not have {what} yet.", "hearth"],

  // Tags.
  "tags-on-qualifier": [
    "invalid",
    "Tags on function aliases and versions are not supported. Please specify a function ARN.",
  ],
  "too-many-tags": ["invalid", "Number of tags exceeds resource tag limit."],
  "no-tags": ["invalid", "An error occurred and the request cannot be processed."],
  "resource-not-found": ["not-found", "The resource {arn} does not exist.", "hearth"],

  // Invoke.
  // Text of the API reference.
  "recursive-loop": [
    "recursion",
    "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources and stopped your function's invocation.",
  ],
  "payload-too-large": [
    "request-too-large",
    "{bytes} byte payload is too large for the {invocationType} invocation type (limit {limit} bytes)",
  ],
  "bad-payload": ["content", "Could not parse request body into json: Could not parse payload into json: {fault}"],
  "bad-client-context": ["content", "Client context must be a valid Base64-encoded JSON object."],
  "client-context-too-large": ["content", "Client context must not be longer than 3583 bytes of base64.", "hearth"],
  throttled: ["throttled", "Rate Exceeded."],
  "environment-unavailable": ["service", "No environment could be made: {reason}", "hearth"],
  stopping: ["unavailable", "Hearth is stopping; try again once it runs.", "hearth"],
  "runtime-gone": ["runtime", "{runtime} cannot run on this machine: {reason}. To change that: {cure}", "hearth"],
  "disk-full": ["service", "{reason}", "hearth"],
} as const;

/** Kind and message of every error that the control plane answers with. */
export const ERROR_MESSAGES: typeof FUNCTION_MESSAGES &
  typeof CONCURRENCY_MESSAGES &
  typeof IMAGE_MESSAGES &
  typeof LAYER_MESSAGES &
  typeof PERMISSION_MESSAGES &
  typeof CODE_SIGNING_MESSAGES &
  typeof EVENT_INVOKE_MESSAGES &
  typeof EVENT_SOURCE_MESSAGES &
  typeof TENANCY_MESSAGES = {
  ...FUNCTION_MESSAGES,
  ...CONCURRENCY_MESSAGES,
  ...IMAGE_MESSAGES,
  ...LAYER_MESSAGES,
  ...PERMISSION_MESSAGES,
  ...CODE_SIGNING_MESSAGES,
  ...EVENT_INVOKE_MESSAGES,
  ...EVENT_SOURCE_MESSAGES,
  ...TENANCY_MESSAGES,
};

export type ErrorName = keyof typeof ERROR_MESSAGES;

/**
 * Every error that the control plane answers with. Nothing is thrown outside it, so the table in the documentation is
 * made from here.
 */
export const ERROR_CATALOGUE: ReadonlyMap<ErrorName, ErrorEntry> = new Map(
  (Object.keys(ERROR_MESSAGES) as ErrorName[]).map((name): [ErrorName, ErrorEntry] => {
    const [kind, message, wording]: readonly [keyof typeof KINDS, string, "hearth"?] = ERROR_MESSAGES[name];
    return [name, { ...KINDS[kind], message, wording: wording ?? "aws" }];
  }),
);
