import { type Bring, calling, conflict, type ErrorRow, invalid, notFound, row } from "./error-row.ts";
import { versioned } from "./versioned-function.ts";

const NONE = "Function does not exist";
const NO_URL = "The resource you requested does not exist.";
const RUNTIME = `arn:aws:lambda:eu-west-1::runtime:${"ab".repeat(32)}`;

function withVersions(bring: Bring): Bring {
  return async (account) => {
    await versioned(account);
    return bring(account);
  };
}

const creating = (input: { FunctionName: string; Qualifier?: string }): Bring =>
  withVersions(calling("CreateFunctionUrlConfig", { AuthType: "NONE", ...input }));

export const URL_ERRORS: readonly ErrorRow[] = [
  row("url-function-not-found", notFound, NONE, creating({ FunctionName: "gone" })),
  row("url-function-not-found", notFound, NONE, creating({ FunctionName: "v", Qualifier: "gone" })),
  row("url-function-not-found", notFound, NONE, creating({ FunctionName: "v", Qualifier: "1" })),
  row(
    "qualifier-mismatch",
    invalid,
    "The derived qualifier from the function name does not match the specified qualifier.",
    creating({ FunctionName: "v:one", Qualifier: "split" }),
  ),
  row(
    "url-exists",
    conflict,
    "Failed to create function url config for [functionArn = ARN:v:one]. Error message:  FunctionUrlConfig exists for this Lambda function",
    withVersions(async (account) => {
      const input = { FunctionName: "v", Qualifier: "one", AuthType: "NONE" } as const;
      await account.call("CreateFunctionUrlConfig", input);
      return account.failure("CreateFunctionUrlConfig", input);
    }),
  ),
  row("url-function-not-found", notFound, NONE, calling("UpdateFunctionUrlConfig", { FunctionName: "gone" })),
  row(
    "url-function-not-found",
    notFound,
    NONE,
    calling("UpdateFunctionUrlConfig", { FunctionName: "f", Qualifier: "gone" }),
  ),
  row("requested-not-found", notFound, NO_URL, calling("UpdateFunctionUrlConfig", { FunctionName: "f" })),
  row("requested-not-found", notFound, NO_URL, calling("GetFunctionUrlConfig", { FunctionName: "gone" })),
  row(
    "requested-not-found",
    notFound,
    NO_URL,
    calling("GetFunctionUrlConfig", { FunctionName: "f", Qualifier: "gone" }),
  ),
  row("requested-not-found", notFound, NO_URL, calling("GetFunctionUrlConfig", { FunctionName: "f" })),
  row("requested-not-found", notFound, NO_URL, calling("DeleteFunctionUrlConfig", { FunctionName: "gone" })),
  row(
    "requested-not-found",
    notFound,
    NO_URL,
    calling("DeleteFunctionUrlConfig", { FunctionName: "f", Qualifier: "gone" }),
  ),
  row("requested-not-found", notFound, NO_URL, calling("DeleteFunctionUrlConfig", { FunctionName: "f" })),
  row("url-function-not-found", notFound, NONE, calling("ListFunctionUrlConfigs", { FunctionName: "gone" })),
  row(
    "malformed-marker",
    invalid,
    "The marker is not one that an earlier page ended with.",
    calling("ListFunctionUrlConfigs", { FunctionName: "f", Marker: "x" }),
  ),
];

export const RUNTIME_MANAGEMENT_ERRORS: readonly ErrorRow[] = [
  row(
    "runtime-version-needed",
    invalid,
    "RuntimeVersionArn is required when UpdateRuntimeOn is Manual.",
    calling("PutRuntimeManagementConfig", { FunctionName: "f", UpdateRuntimeOn: "Manual" }),
  ),
  row(
    "runtime-version-unasked",
    invalid,
    "RuntimeVersionArn can be given only when UpdateRuntimeOn is Manual.",
    calling("PutRuntimeManagementConfig", {
      FunctionName: "f",
      UpdateRuntimeOn: "FunctionUpdate",
      RuntimeVersionArn: RUNTIME,
    }),
  ),
  row(
    "function-not-found",
    notFound,
    "Function not found: ARN:gone",
    calling("PutRuntimeManagementConfig", { FunctionName: "gone", UpdateRuntimeOn: "Manual" }),
  ),
  row(
    "function-not-found",
    notFound,
    "Function not found: ARN:v:one",
    withVersions(calling("GetRuntimeManagementConfig", { FunctionName: "v", Qualifier: "one" })),
  ),
];

export const RECURSION_ERRORS: readonly ErrorRow[] = [
  row(
    "function-not-found",
    notFound,
    "Function not found: ARN:gone",
    calling("PutFunctionRecursionConfig", { FunctionName: "gone", RecursiveLoop: "Allow" }),
  ),
  row(
    "function-not-found",
    notFound,
    "Function not found: ARN:gone",
    calling("GetFunctionRecursionConfig", { FunctionName: "gone" }),
  ),
];
