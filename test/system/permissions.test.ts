// What a deployment does after it has created a function, as the stock AWS CLI and SDK say it: publish, name, permit, and
// give it a URL; and the messages of the service for what the model refuses.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import {
  AddPermissionCommand,
  DeleteResourcePolicyCommand,
  GetFunctionRecursionConfigCommand,
  GetResourcePolicyCommand,
  GetRuntimeManagementConfigCommand,
  type LambdaClient,
  PutFunctionRecursionConfigCommand,
  PutResourcePolicyCommand,
  PutRuntimeManagementConfigCommand,
} from "@aws-sdk/client-lambda";
import { AwsCli } from "./aws-cli.ts";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

const FunctionName = "deployed";
const ARN = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;
const ON_FUNCTION = ["--function-name", FunctionName];
const ON_ALIAS = [...ON_FUNCTION, "--qualifier", "live"];

let hearth: HearthProcess;
let aws: AwsCli;
let client: LambdaClient;

before(async () => {
  hearth = await HearthProcess.start();
  aws = new AwsCli(hearth.endpoint);
  client = lambdaClient(hearth.endpoint);
  const files = { "index.js": "exports.handler = async () => 1" };
  await createFunction(client, { FunctionName, Runtime: "nodejs22.x", Handler: "index.handler", Publish: true, files });
  await aws.json("lambda", "create-alias", ...ON_FUNCTION, "--name", "live", "--function-version", "1");
});
after(async () => {
  client.destroy();
  await hearth.dispose();
});

it("a permission of an alias is in its policy, and in no other", async () => {
  const who = ["--principal", "s3.amazonaws.com", "--source-arn", "arn:aws:s3:::photos", "--source-account"];
  const what = ["--statement-id", "bucket", "--action", "lambda:InvokeFunction", ...who, "000000000000"];
  const added = await aws.json<{ Statement: string }>("lambda", "add-permission", ...ON_ALIAS, ...what);
  const statement = `{"Sid":"bucket","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"${ARN}:live","Condition":{"StringEquals":{"AWS:SourceAccount":"000000000000"},"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::photos"}}}`;
  assert.equal(added.Statement, statement);
  const got = await aws.json<{ Policy: string; RevisionId: string }>("lambda", "get-policy", ...ON_ALIAS);
  assert.equal(got.Policy, `{"Version":"2012-10-17","Id":"default","Statement":[${statement}]}`);
  const alias = await aws.json<{ RevisionId: string }>("lambda", "get-alias", ...ON_FUNCTION, "--name", "live");
  assert.equal(got.RevisionId, alias.RevisionId);
  assert.match(
    await aws.failure("lambda", "get-policy", ...ON_FUNCTION),
    /\(ResourceNotFoundException\).*does not exist/,
  );
  const remove = ["lambda", "remove-permission", ...ON_ALIAS, "--statement-id", "bucket", "--revision-id"];
  assert.match(
    await aws.failure(...remove, FunctionName),
    /\(PreconditionFailedException\).*GetFunction\/GetAlias API/,
  );
  await aws.text(...remove, got.RevisionId);
  assert.match(await aws.failure("lambda", "get-policy", ...ON_ALIAS), /\(ResourceNotFoundException\)/);
});

it("what the model refuses is refused in the words of the service", async () => {
  const add = ["lambda", "add-permission", ...ON_FUNCTION, "--action", "lambda:InvokeFunction", "--principal", "*"];
  assert.match(
    await aws.failure(...add, "--statement-id", "example.com"),
    /\(ValidationException\).*: 1 validation error detected: Value 'example.com' at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: \(\[a-zA-Z0-9-_\]\+\)/,
  );
  for (const qualifier of ["1", "$LATEST"]) {
    const words = ["lambda", "create-function-url-config", ...ON_FUNCTION, "--qualifier", qualifier];
    const message = await aws.failure(...words, "--auth-type", "NONE");
    const expected = `1 validation error detected: Value '${qualifier}' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)`;
    assert.ok(message.includes(expected), message);
  }
  const cors = ["--cors", "MaxAge=86401", "--auth-type", "AWS_IAM"];
  assert.match(
    await aws.failure("lambda", "create-function-url-config", ...ON_FUNCTION, ...cors),
    /Value '86401' at 'cors.maxAge' failed to satisfy constraint: Member must have value less than or equal to 86400/,
  );
});

it("a URL of an alias is made, read, listed, changed and taken away", async () => {
  type Config = Record<"FunctionUrl" | "FunctionArn" | "CreationTime", string>;
  const input = ["--auth-type", "NONE", "--cors", "AllowOrigins=*,AllowMethods=GET,POST,MaxAge=10"];
  const made = await aws.json<Config>("lambda", "create-function-url-config", ...ON_ALIAS, ...input);
  const { port } = new URL(hearth.endpoint);
  assert.match(made.FunctionUrl, new RegExp(`^http://[a-z0-9]{32}\\.lambda-url\\.us-east-1\\.localhost:${port}/$`));
  assert.equal(made.FunctionArn, `${ARN}:live`);
  const got = await aws.json<Config>("lambda", "get-function-url-config", ...ON_ALIAS);
  // This CLI is older than InvokeMode and leaves it out.
  assert.deepEqual(got, { ...made, LastModifiedTime: made.CreationTime });
  const listed = await aws.json("lambda", "list-function-url-configs", ...ON_FUNCTION);
  assert.deepEqual(listed, { FunctionUrlConfigs: [got] });
  const changed = await aws.json("lambda", "update-function-url-config", ...ON_ALIAS, "--auth-type", "AWS_IAM");
  assert.equal(changed["AuthType"], "AWS_IAM");
  await aws.text("lambda", "delete-function-url-config", ...ON_ALIAS);
  assert.match(await aws.failure("lambda", "get-function-url-config", ...ON_ALIAS), /\(ResourceNotFoundException\)/);
});

it("the newest SDK puts whole policies, by ARN, and permits URLs", async () => {
  const ResourceArn = `${ARN}:live`;
  const Statement = [{ Sid: "no", Effect: "Deny", Principal: "*", Action: "lambda:*", Resource: ResourceArn }];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  const put = await client.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
  assert.equal(put.Policy, Policy);
  await client.send(
    new AddPermissionCommand({
      FunctionName: ResourceArn,
      StatementId: "url",
      Action: "lambda:InvokeFunction",
      Principal: "*",
      InvokedViaFunctionUrl: true,
    }),
  );
  const got = await client.send(new GetResourcePolicyCommand({ ResourceArn }));
  const added = { Sid: "url", Effect: "Allow", Principal: "*", Action: "lambda:InvokeFunction", Resource: ResourceArn };
  const Condition = { Bool: { "lambda:InvokedViaFunctionUrl": "true" } };
  const expected: unknown = { Version: "2012-10-17", Statement: [...Statement, { ...added, Condition }] };
  assert.deepEqual(JSON.parse(String(got.Policy)), expected);
  const stale = new DeleteResourcePolicyCommand({ ResourceArn, RevisionId: put.RevisionId });
  await assert.rejects(client.send(stale), { name: "PreconditionFailedException" });
  await client.send(new DeleteResourcePolicyCommand({ ResourceArn, RevisionId: got.RevisionId }));
  await assert.rejects(client.send(new GetResourcePolicyCommand({ ResourceArn })), {
    name: "ResourceNotFoundException",
  });
});

it("runtime management and recursion are read as they were written", async () => {
  const RuntimeVersionArn = `arn:aws:lambda:us-east-1::runtime:${"0a".repeat(32)}`;
  const wanted = { FunctionName, Qualifier: "1" };
  await client.send(new PutRuntimeManagementConfigCommand({ ...wanted, UpdateRuntimeOn: "Manual", RuntimeVersionArn }));
  const { $metadata: _, ...got } = await client.send(new GetRuntimeManagementConfigCommand(wanted));
  assert.deepEqual(got, { UpdateRuntimeOn: "Manual", FunctionArn: `${ARN}:1`, RuntimeVersionArn });
  await client.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: "Allow" }));
  const { RecursiveLoop } = await client.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
  assert.equal(RecursiveLoop, "Allow");
});
