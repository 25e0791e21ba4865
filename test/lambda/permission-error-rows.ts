import {
  type Bring,
  calling,
  conflict,
  denied,
  type ErrorRow,
  invalid,
  notFound,
  type Outcome,
  precondition,
  row,
  USER,
} from "./error-row.ts";
import { versioned } from "./versioned-function.ts";

const right = { Action: "lambda:InvokeFunction", StatementId: "s3", Principal: "s3.amazonaws.com" };
const REVISION = "00000000-0000-4000-8000-000000000000";
const tooLong: Outcome = [400, "PolicyLengthExceededException"];

/** AddPermission with these members instead of right ones, on the function `v` unless they say otherwise. */
function adding(input: object): Bring {
  return async (account) => {
    await versioned(account);
    return account.failure("AddPermission", { FunctionName: "v", ...right, ...input });
  };
}

/** RemovePermission from `v`, which has a policy with the statement `kept`. */
function removing(input: object): Bring {
  return async (account) => {
    await versioned(account);
    const add = { FunctionName: "v", ...right, StatementId: "kept" };
    // Another row may have added it before.
    await account.call("AddPermission", add).catch(() => {});
    return account.failure("RemovePermission", { FunctionName: "v", StatementId: "kept", ...input });
  };
}

/** PutResourcePolicy for `v`, or with the ARN that these members give. */
function putting(policy: unknown, input: object = {}): Bring {
  return async (account) => {
    await versioned(account);
    const Policy = typeof policy === "string" ? policy : JSON.stringify(policy);
    return account.failure("PutResourcePolicy", { ResourceArn: account.arn("v"), Policy, ...input });
  };
}

const statement = { Effect: "Allow", Principal: "*", Action: "lambda:GetFunction", Resource: "*" };
const policy = (changed: object): object => ({ Version: "2012-10-17", Statement: [{ ...statement, ...changed }] });
const malformed = (fault: string, document: unknown): ErrorRow =>
  row("malformed-policy", invalid, `The policy is not valid: ${fault}.`, putting(document));

export const ADD_PERMISSION_ERRORS: readonly ErrorRow[] = [
  row("function-not-found", notFound, "Function not found: ARN:gone", adding({ FunctionName: "gone" })),
  row("function-not-found", notFound, "Function not found: ARN:gone", adding({ FunctionName: "gone", Qualifier: "a" })),
  row("function-not-found", notFound, "Function not found: ARN:v:42", adding({ Qualifier: "42" })),
  row("function-not-found", notFound, "Function not found: ARN:v:with-$-in", adding({ Qualifier: "with-$-in" })),
  row("alias-not-found", notFound, "Cannot find alias arn: ARN:v:gone", adding({ Qualifier: "gone" })),
  row(
    "qualifier-mismatch",
    invalid,
    "The derived qualifier from the function name does not match the specified qualifier.",
    adding({ FunctionName: "v:one", Qualifier: "1" }),
  ),
  row(
    "policy-on-latest",
    invalid,
    "We currently do not support adding policies for $LATEST.",
    adding({ Qualifier: "$LATEST" }),
  ),
  row(
    "other-account",
    denied,
    `User: ${USER} is not authorized to perform: lambda:AddPermission on resource: arn:aws:lambda:eu-west-1:999999999999:function:f because no resource-based policy allows the lambda:AddPermission action`,
    adding({ FunctionName: "arn:aws:lambda:eu-west-1:999999999999:function:f" }),
  ),
  row(
    "stale-revision",
    precondition,
    "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id",
    adding({ RevisionId: REVISION }),
  ),
  row(
    "stale-revision",
    precondition,
    "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id",
    adding({ RevisionId: REVISION, Qualifier: "one" }),
  ),
  row(
    "statement-exists",
    conflict,
    "The statement id (twice) provided already exists. Please provide a new statement id, or remove the existing statement.",
    async (account) => {
      await versioned(account);
      const twice = { FunctionName: "v", Qualifier: "1", ...right, StatementId: "twice" };
      await account.call("AddPermission", twice);
      return account.failure("AddPermission", twice);
    },
  ),
  ...[
    "invalid.nonaws.com",
    "s3",
    "arn:aws:s3:::bucket",
    "arn:aws:iam::1:root",
    "12345678901",
    "s3.amazonaws.com.evil.org",
  ].map((Principal) =>
    row(
      "invalid-principal",
      invalid,
      "The provided principal was invalid. Please check the principal and try again.",
      adding({ Principal, StatementId: "wrong" }),
    ),
  ),
  row(
    "auth-type-on-other-action",
    invalid,
    "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action",
    adding({ FunctionUrlAuthType: "NONE", StatementId: "wrong" }),
  ),
  row(
    "via-url-on-other-action",
    invalid,
    "InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action",
    adding({ Action: "lambda:InvokeFunctionUrl", InvokedViaFunctionUrl: true, StatementId: "wrong" }),
  ),
  row(
    "policy-too-long",
    tooLong,
    "The final policy size (20573) is bigger than the limit (20480).",
    async (account) => {
      await account.createActive("long");
      for (let n = 10; ; n++) {
        const SourceArn = `arn:aws:events:eu-west-1:${account.scope.accountId}:rule/${"r".repeat(500)}`;
        const input = { FunctionName: "long", ...right, StatementId: `s${n}`, SourceArn };
        const error = await account.call("AddPermission", input).then(
          () => undefined,
          () => account.failure("AddPermission", input),
        );
        if (error !== undefined) return error;
      }
    },
  ),
];

export const REMOVE_PERMISSION_ERRORS: readonly ErrorRow[] = [
  row("no-policy-function", notFound, "No policy found for: ARN:gone", removing({ FunctionName: "gone" })),
  row("alias-not-found", notFound, "Cannot find alias arn: ARN:v:gone", removing({ Qualifier: "gone" })),
  row("no-policy", notFound, "No policy is associated with the given resource.", removing({ Qualifier: "2" })),
  row(
    "statement-not-found",
    notFound,
    "Statement other is not found in resource policy.",
    removing({ StatementId: "other", RevisionId: REVISION }),
  ),
  row(
    "stale-revision",
    precondition,
    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    removing({ RevisionId: REVISION }),
  ),
];

export const POLICY_ERRORS: readonly ErrorRow[] = [
  row("function-not-found", notFound, "Function not found: ARN:gone", calling("GetPolicy", { FunctionName: "gone" })),
  ...[undefined, "$LATEST", "7", "gone"].map((Qualifier) =>
    row(
      "requested-not-found",
      notFound,
      "The resource you requested does not exist.",
      calling("GetPolicy", { FunctionName: "f", Qualifier }),
    ),
  ),
  row("requested-not-found", notFound, "The resource you requested does not exist.", (account) =>
    account.failure("GetResourcePolicy", { ResourceArn: account.arn("f") }),
  ),
  row("function-not-found", notFound, "Function not found: ARN:gone", (account) =>
    account.failure("GetResourcePolicy", { ResourceArn: account.arn("gone") }),
  ),
  row("no-policy", notFound, "No policy is associated with the given resource.", (account) =>
    account.failure("DeleteResourcePolicy", { ResourceArn: account.arn("f") }),
  ),
  row("policy-on-latest", invalid, "We currently do not support adding policies for $LATEST.", async (account) =>
    putting(policy({}), { ResourceArn: account.arn("v:$LATEST") })(account),
  ),
  row(
    "stale-revision",
    precondition,
    "The Revision Id provided does not match the latest Revision Id. Call the GetResourcePolicy API to retrieve the latest Revision Id",
    putting(policy({}), { RevisionId: REVISION }),
  ),
  row(
    "invalid-principal",
    invalid,
    "The provided principal was invalid. Please check the principal and try again.",
    putting(policy({ Principal: { AWS: ["*", "nobody"] } })),
  ),
  malformed("it is no JSON", "{"),
  malformed("the policy must be an object", []),
  malformed("the policy has the unknown element Statements", { Statements: [] }),
  malformed("Version must be 2012-10-17 or 2008-10-17", { Version: "2015-03-31", Statement: [statement] }),
  malformed("Statement is missing", { Version: "2012-10-17" }),
  malformed("Statement is missing", { Version: "2012-10-17", Statement: [] }),
  malformed("Statement[0].Effect must be Allow or Deny", policy({ Effect: "allow" })),
  malformed("Statement[0] must have either Principal or NotPrincipal", policy({ NotPrincipal: "*" })),
  malformed("Statement[0] must have either Resource or NotResource", policy({ Resource: undefined })),
  malformed("Statement[0].Principal names nobody", policy({ Principal: {} })),
  malformed("Statement[0].Principal has the unknown element Aws", policy({ Principal: { Aws: "*" } })),
  malformed(
    "Statement[0].Action cannot be 's3:GetObject' in the policy of a function",
    policy({ Action: ["s3:GetObject"] }),
  ),
  malformed("Statement[0].Action must be a string or a list of strings", policy({ Action: [] })),
  malformed(
    "Statement[0].Condition has the unknown operator StringIs",
    policy({ Condition: { StringIs: { a: "b" } } }),
  ),
  malformed(
    "Statement[0].Condition.Bool.aws:SecureTransport must be a string or a list of strings",
    policy({ Condition: { Bool: { "aws:SecureTransport": null } } }),
  ),
  malformed("the statement id a is not unique", {
    Version: "2012-10-17",
    Statement: [
      { Sid: "a", ...statement },
      { Sid: "a", ...statement },
    ],
  }),
];
