import {
  invalid,
  notFound,
  denied,
  validation,
  conflict,
  precondition,
  creating,
  getting,
  calling,
  tagging,
  USER,
  LONG,
  type ErrorRow,
  row,
} from "./error-row.ts";
import { code } from "./lambda-fixture.ts";

export const FUNCTION_ERRORS: readonly ErrorRow[] = [
  row("function-not-found", notFound, "Function not found: ARN:foo:q", getting("foo", "q")),
  row("function-not-found", notFound, "Function not found: ARN:f:7", getting("f:7")),
  row(
    "function-not-found",
    notFound,
    "Function not found: ARN:foo",
    calling("DeleteFunction", { FunctionName: "foo", Qualifier: "3" }),
  ),
  row(
    "function-not-found",
    notFound,
    "Function not found: ARN:foo:$LATEST",
    calling("Invoke", { FunctionName: "foo", Payload: Buffer.from("not json") }),
  ),
  row(
    "other-region",
    notFound,
    "Functions from 'us-east-2' are not reachable in this region ('eu-west-1')",
    (account) => getting(account.arn("f").replace("eu-west-1", "us-east-2"))(account),
  ),
  row(
    "other-account",
    denied,
    `User: ${USER} is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-west-1:999999999999:function:f because no resource-based policy allows the lambda:InvokeFunction action`,
    calling("Invoke", { FunctionName: "999999999999:function:f" }),
  ),
  row(
    "malformed-name",
    validation,
    "1 validation error detected: Value 'a:b:c:d' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?",
    getting("a:b:c:d"),
  ),
  row(
    "name-too-long",
    invalid,
    `1 validation error detected: Value '${LONG}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    creating({ FunctionName: LONG }),
  ),
  row(
    "qualifier-mismatch",
    invalid,
    "The derived qualifier from the function name does not match the specified qualifier.",
    getting("f:one", "two"),
  ),
  row(
    "qualifier-on-create",
    invalid,
    "A function is created without qualifier; remove ':live' from FunctionName.",
    creating({ FunctionName: "f:live" }),
  ),
  row("function-exists", conflict, "Function already exist: f", creating({ FunctionName: "f" })),
  row(
    "latest-not-deletable",
    invalid,
    "$LATEST version cannot be deleted without deleting the function.",
    calling("DeleteFunction", { FunctionName: "f", Qualifier: "$LATEST" }),
  ),
  row(
    "alias-not-deletable",
    invalid,
    "Deletion of aliases is not currently supported.",
    calling("DeleteFunction", { FunctionName: "f", Qualifier: "live" }),
  ),
  row(
    "malformed-marker",
    invalid,
    "The marker is not one that an earlier page ended with.",
    calling("ListFunctions", { Marker: "?" }),
  ),
  row(
    "requested-not-found",
    notFound,
    "The resource you requested does not exist.",
    calling("GetPolicy", { FunctionName: "f" }),
  ),
  row(
    "no-qualifier-here",
    invalid,
    "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
    calling("GetFunctionConcurrency", { FunctionName: "f:$LATEST" }),
  ),
  row(
    "stale-revision",
    precondition,
    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    calling("UpdateFunctionConfiguration", { FunctionName: "f", RevisionId: "old" }),
  ),
  row(
    "not-in-state",
    conflict,
    "The operation cannot be performed at this time. The function is currently in the following state: Pending",
    async (account) => {
      await account.create("p");
      return account.failure("Invoke", { FunctionName: "p" });
    },
  ),
  row(
    "not-in-state",
    conflict,
    "The operation cannot be performed at this time. The function is currently in the following state: Pending",
    calling("UpdateFunctionConfiguration", { FunctionName: "p" }),
  ),
  row(
    "update-in-progress",
    conflict,
    "The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:eu-west-1:ACCOUNT:function:u",
    async (account) => {
      await account.createActive("u");
      await account.call("UpdateFunctionConfiguration", { FunctionName: "u", Timeout: 9 });
      return account.failure("UpdateFunctionCode", { FunctionName: "u", ZipFile: await code("y") });
    },
  ),
  row(
    "update-in-progress",
    conflict,
    "The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:eu-west-1:ACCOUNT:function:u",
    tagging((account) => account.arn("u"), { a: "1" }),
  ),
  row(
    "tags-on-qualifier",
    invalid,
    "Tags on function aliases and versions are not supported. Please specify a function ARN.",
    tagging((account) => `${account.arn("f")}:1`, { a: "1" }),
  ),
  row(
    "too-many-tags",
    invalid,
    "Number of tags exceeds resource tag limit.",
    tagging((account) => account.arn("f"), Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, "v"]))),
  ),
  row(
    "no-tags",
    invalid,
    "An error occurred and the request cannot be processed.",
    tagging((account) => account.arn("f"), {}),
  ),
  row(
    "resource-not-found",
    notFound,
    "The resource arn:aws:lambda:eu-west-1:000000000000:layer:l does not exist.",
    tagging(() => "arn:aws:lambda:eu-west-1:000000000000:layer:l", { a: "1" }),
  ),
];
