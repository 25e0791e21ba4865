// Every operation that names a function, with a function that is not there, and with names that are wrong or point
// elsewhere: always the same answer, whatever the operation.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import type { LambdaOperations } from "../../src/wire/index.ts";
import { type Account, ROLE, useControlPlane } from "./lambda-fixture.ts";

type Name = keyof LambdaOperations;

const fixture = useControlPlane();
/** Never opened, since the name is looked at first. */
const ZipFile = Buffer.from("no zip");
const MAPPING_SOURCE = "arn:aws:sqs:eu-west-1:000000000001:q";
const VERSIONED = { Qualifier: "1" };

/** What each operation needs beside the name. */
const INPUTS: Readonly<Partial<Record<Name, object>>> = {
  AddPermission: { StatementId: "s", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" },
  CreateAlias: { Name: "a", FunctionVersion: "1" },
  CreateEventSourceMapping: { EventSourceArn: MAPPING_SOURCE },
  CreateFunction: { Runtime: "nodejs22.x", Handler: "index.handler", Role: ROLE, Code: { ZipFile } },
  CreateFunctionUrlConfig: { AuthType: "NONE" },
  DeleteAlias: { Name: "a" },
  DeleteFunction: {},
  DeleteFunctionCodeSigningConfig: {},
  DeleteFunctionConcurrency: {},
  DeleteFunctionEventInvokeConfig: {},
  DeleteFunctionUrlConfig: {},
  DeleteProvisionedConcurrencyConfig: VERSIONED,
  GetAlias: { Name: "a" },
  GetFunction: {},
  GetFunctionCodeSigningConfig: {},
  GetFunctionConcurrency: {},
  GetFunctionConfiguration: {},
  GetFunctionEventInvokeConfig: {},
  GetFunctionRecursionConfig: {},
  GetFunctionScalingConfig: VERSIONED,
  GetFunctionUrlConfig: {},
  GetPolicy: {},
  GetProvisionedConcurrencyConfig: VERSIONED,
  GetRuntimeManagementConfig: {},
  Invoke: {},
  InvokeAsync: { InvokeArgs: Buffer.from("{}") },
  InvokeWithResponseStream: {},
  ListAliases: {},
  ListEventSourceMappings: {},
  ListFunctionEventInvokeConfigs: {},
  ListFunctionUrlConfigs: {},
  ListProvisionedConcurrencyConfigs: {},
  ListVersionsByFunction: {},
  PublishVersion: {},
  PutFunctionCodeSigningConfig: {},
  PutFunctionConcurrency: { ReservedConcurrentExecutions: 1 },
  PutFunctionEventInvokeConfig: { MaximumRetryAttempts: 1 },
  PutFunctionRecursionConfig: { RecursiveLoop: "Allow" },
  PutFunctionScalingConfig: VERSIONED,
  PutProvisionedConcurrencyConfig: { ...VERSIONED, ProvisionedConcurrentExecutions: 1 },
  PutRuntimeManagementConfig: { UpdateRuntimeOn: "Auto" },
  RemovePermission: { StatementId: "s" },
  UpdateAlias: { Name: "a" },
  UpdateFunctionCode: { ZipFile },
  UpdateFunctionConfiguration: {},
  UpdateFunctionEventInvokeConfig: { MaximumRetryAttempts: 1 },
  UpdateFunctionUrlConfig: { AuthType: "NONE" },
};

/** Operations for which a function that is not there is no error, and a listing of nothing. */
const NEEDS_NO_FUNCTION: readonly Name[] = ["CreateFunction", "ListEventSourceMappings"];

let account: Account;
let CodeSigningConfigArn: string | undefined;

/** Whether the operation is there; what is not is told by docs/compatibility.md. */
async function isThere(name: Name): Promise<boolean> {
  return (await fixture().lambda.handlers())[name] !== undefined;
}

async function outcome(name: Name, FunctionName: string): Promise<readonly [number | undefined, string, string]> {
  const config = name === "PutFunctionCodeSigningConfig" ? { CodeSigningConfigArn } : {};
  const input = { ...INPUTS[name], ...config, FunctionName } as LambdaOperations[typeof name]["input"];
  const { status, code: error, message } = await account.failure(name, input);
  return [status, error, message];
}

describe("an operation on a function", () => {
  before(async () => {
    account = fixture().newAccount();
    const profile = `arn:aws:signer:eu-west-1:${account.scope.accountId}:/signing-profiles/p/0123456789`;
    const AllowedPublishers = { SigningProfileVersionArns: [profile] };
    const { CodeSigningConfig } = await account.call("CreateCodeSigningConfig", { AllowedPublishers });
    CodeSigningConfigArn = CodeSigningConfig?.CodeSigningConfigArn;
  });

  it("the table has every operation that takes a function's name and has a handler", async () => {
    const file = new URL("../../src/wire/models/lambda.json", import.meta.url);
    const { operations, shapes } = JSON.parse(readFileSync(file, "utf8")) as {
      readonly operations: Readonly<Record<string, { readonly input?: string }>>;
      readonly shapes: Readonly<Record<string, { readonly members?: Readonly<Record<string, unknown>> }>>;
    };
    const handlers = await fixture().lambda.handlers();
    const named = Object.entries(operations)
      .filter(([, { input }]) => shapes[String(input)]?.members?.["FunctionName"] !== undefined)
      .map(([name]) => name as Name)
      .filter((name) => handlers[name] !== undefined && name !== "UpdateEventSourceMapping");
    assert.deepEqual(
      named.filter((name) => INPUTS[name] === undefined),
      [],
    );
  });

  for (const operation of Object.keys(INPUTS) as Name[]) {
    it(`${operation}: a name that is none`, async (test) => {
      if (!(await isThere(operation))) return test.skip();
      const [status, error, message] = await outcome(operation, "not/a name");
      assert.deepEqual([status, error], [400, "ValidationException"]);
      assert.match(message, /^1 validation error detected: Value 'not\/a name' at 'functionName' failed to satisfy/);
    });

    it(`${operation}: a function of another region`, async (test) => {
      if (!(await isThere(operation))) return test.skip();
      const [status, error, message] = await outcome(operation, account.arn("f").replace("eu-west-1", "us-east-2"));
      assert.deepEqual([status, error], [404, "ResourceNotFoundException"]);
      assert.equal(message, "Functions from 'us-east-2' are not reachable in this region ('eu-west-1')");
    });

    it(`${operation}: a function of another account`, async (test) => {
      if (!(await isThere(operation))) return test.skip();
      const { accountId } = account.scope;
      const [status, error, message] = await outcome(operation, account.arn("f").replace(accountId, "999999999999"));
      assert.deepEqual([status, error], [403, "AccessDeniedException"]);
      const start = `User: arn:aws:iam::${accountId}:root is not authorized to perform: lambda:`;
      assert.ok(message.startsWith(start), message);
      assert.match(message, / because no resource-based policy allows the lambda:\w+ action$/);
    });

    if (NEEDS_NO_FUNCTION.includes(operation)) continue;
    it(`${operation}: a function that is not there`, async (test) => {
      if (!(await isThere(operation))) return test.skip();
      const [status, error, message] = await outcome(operation, "absent");
      // The service was seen to take it for a wrong parameter when a mapping is made, and for a missing resource else.
      const expected =
        operation === "CreateEventSourceMapping"
          ? [400, "InvalidParameterValueException"]
          : [404, "ResourceNotFoundException"];
      assert.deepEqual([status, error], expected, message);
    });
  }
});
