import { calling, conflict, type ErrorRow, getting, invalid, notFound, precondition, row } from "./error-row.ts";
import type { Bring, Outcome } from "./error-row.ts";
import { code } from "./lambda-fixture.ts";
import { versioned } from "./versioned-function.ts";

/** A row that needs the function `v` with its versions and aliases. */
function withVersions(error: string, outcome: Outcome, message: string, bring: Bring): ErrorRow {
  return row(error, outcome, message, async (account) => {
    await versioned(account);
    return bring(account);
  });
}

const alias = { FunctionName: "v", Name: "new", FunctionVersion: "1" };
const weights = (AdditionalVersionWeights: Record<string, number>): object => ({
  RoutingConfig: { AdditionalVersionWeights },
});
const STALE =
  "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id";
const CURRENT = "lD5/WtRWGtuzhqVA4Rz8fDk6HoM9xbSs3XjrTIZ5vF4=";

const QUALIFIERS: readonly ErrorRow[] = [
  withVersions("function-not-found", notFound, "Function not found: ARN:v:1221", getting("v", "1221")),
  withVersions("function-not-found", notFound, "Function not found: ARN:v:01", getting("v", "01")),
  withVersions("function-not-found", notFound, "Function not found: ARN:v:gone", getting("v:gone")),
  withVersions("function-not-found", notFound, "Function not found: ARN:v:$LATEST.PUBLISHED", (account) =>
    account.failure("GetFunctionConfiguration", { FunctionName: "v", Qualifier: "$LATEST.PUBLISHED" }),
  ),
  withVersions(
    "function-not-found",
    notFound,
    "Function not found: ARN:v:gone",
    calling("Invoke", { FunctionName: "v", Qualifier: "gone" }),
  ),
  withVersions(
    "latest-only",
    invalid,
    "Current operation does not support versions other than $LATEST",
    calling("UpdateFunctionConfiguration", { FunctionName: "v:1", Timeout: 5 }),
  ),
  withVersions(
    "latest-only",
    invalid,
    "Current operation does not support versions other than $LATEST",
    async (account) => account.failure("UpdateFunctionCode", { FunctionName: "v:one", ZipFile: await code("x") }),
  ),
];

const VERSIONS: readonly ErrorRow[] = [
  row(
    "function-not-found",
    notFound,
    "Function not found: ARN:foo",
    calling("PublishVersion", { FunctionName: "foo" }),
  ),
  withVersions(
    "stale-revision",
    precondition,
    STALE,
    calling("PublishVersion", { FunctionName: "v", RevisionId: "old" }),
  ),
  withVersions(
    "other-code-published",
    invalid,
    `CodeSHA256 (x) is different from current CodeSHA256 in $LATEST (${CURRENT}). Please try again with the CodeSHA256 in $LATEST.`,
    async (account) => {
      const { CodeSha256 } = await account.settled("v");
      const error = await account.failure("PublishVersion", { FunctionName: "v", CodeSha256: "x" });
      error.message = error.message.replace(String(CodeSha256), CURRENT);
      return error;
    },
  ),
  row(
    "not-in-state",
    conflict,
    "The operation cannot be performed at this time. The function is currently in the following state: Pending",
    async (account) => {
      await account.create("pending");
      return account.failure("PublishVersion", { FunctionName: "pending" });
    },
  ),
  row(
    "update-in-progress",
    conflict,
    "The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:eu-west-1:ACCOUNT:function:updating",
    async (account) => {
      await account.createActive("updating");
      await account.call("UpdateFunctionConfiguration", { FunctionName: "updating", Timeout: 9 });
      return account.failure("PublishVersion", { FunctionName: "updating" });
    },
  ),
  withVersions(
    "version-aliased",
    conflict,
    "Unable to delete version because the following aliases reference it: [one, split]",
    calling("DeleteFunction", { FunctionName: "v", Qualifier: "1" }),
  ),
  withVersions(
    "version-aliased",
    conflict,
    "Unable to delete version because the following aliases reference it: [split]",
    calling("DeleteFunction", { FunctionName: "v:2" }),
  ),
  withVersions(
    "malformed-marker",
    invalid,
    "The marker is not one that an earlier page ended with.",
    calling("ListVersionsByFunction", { FunctionName: "v", Marker: Buffer.from("after:x").toString("base64url") }),
  ),
  withVersions(
    "malformed-marker",
    invalid,
    "The marker is not one that an earlier page ended with.",
    calling("ListFunctions", { FunctionVersion: "ALL", Marker: Buffer.from("after:v:x").toString("base64url") }),
  ),
];

const ALIASES: readonly ErrorRow[] = [
  withVersions(
    "alias-exists",
    conflict,
    "Alias already exists: ARN:v:one",
    calling("CreateAlias", { ...alias, Name: "one" }),
  ),
  withVersions(
    "function-not-found",
    notFound,
    "Function not found: ARN:v:10",
    calling("CreateAlias", { ...alias, FunctionVersion: "10" }),
  ),
  row(
    "function-not-found",
    notFound,
    "Function not found: ARN:unknown:1",
    calling("CreateAlias", { ...alias, FunctionName: "unknown" }),
  ),
  withVersions(
    "function-not-found",
    notFound,
    "Function not found: ARN:v:10",
    calling("CreateAlias", { ...alias, ...weights({ "10": 0.5 }) }),
  ),
  withVersions(
    "function-not-found",
    notFound,
    "Function not found: ARN:v:10",
    calling("UpdateAlias", { FunctionName: "v", Name: "one", FunctionVersion: "10" }),
  ),
  withVersions(
    "alias-not-found",
    notFound,
    "Cannot find alias arn: ARN:v:none",
    calling("GetAlias", { FunctionName: "v", Name: "none" }),
  ),
  withVersions(
    "updated-alias-not-found",
    notFound,
    "Alias not found: ARN:v:none",
    calling("UpdateAlias", { FunctionName: "v", Name: "none" }),
  ),
  withVersions(
    "stale-revision",
    precondition,
    STALE,
    calling("UpdateAlias", { FunctionName: "v", Name: "one", RevisionId: "old" }),
  ),
  withVersions(
    "too-many-weights",
    invalid,
    "Number of items in AdditionalVersionWeights cannot be greater than 1",
    calling("CreateAlias", { ...alias, ...weights({ "1": 0.1, "2": 0.2 }) }),
  ),
  withVersions(
    "version-routed-twice",
    invalid,
    "Invalid function version 1. Function version 1 is already included in routing configuration.",
    calling("CreateAlias", { ...alias, ...weights({ "1": 0.5 }) }),
  ),
  withVersions(
    "version-routed-twice",
    invalid,
    "Invalid function version 1. Function version 1 is already included in routing configuration.",
    calling("UpdateAlias", { FunctionName: "v", Name: "split", FunctionVersion: "1" }),
  ),
  withVersions(
    "latest-routed",
    invalid,
    "$LATEST is not supported for an alias pointing to more than 1 version",
    calling("CreateAlias", { ...alias, FunctionVersion: "$LATEST", ...weights({ "1": 0.5 }) }),
  ),
  withVersions(
    "roles-routed",
    invalid,
    "Specified versions must be associated with the same execution role",
    calling("CreateAlias", { ...alias, ...weights({ "3": 0.5 }) }),
  ),
  withVersions(
    "dead-letters-routed",
    invalid,
    "Specified versions must be associated with the same dead letter configuration",
    calling("CreateAlias", { ...alias, ...weights({ "4": 0.5 }) }),
  ),
];

export const VERSION_ERRORS: readonly ErrorRow[] = [...QUALIFIERS, ...VERSIONS, ...ALIASES];
