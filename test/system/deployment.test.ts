// What deployment tools do, one step after the other, with the stock SDK and the stock AWS CLI: create, publish, alias,
// permission, URL; then new code for the alias, a part of the requests first; then everything away.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionUrlConfigCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  type LambdaClient,
  PublishVersionCommand,
  RemovePermissionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionExists,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from "@aws-sdk/client-lambda";
import { AwsCli } from "./aws-cli.ts";
import { HearthProcess } from "./hearth-process.ts";
import { lambdaClient } from "./sdk.ts";
import { zip } from "./zip.ts";

const ROLE = "arn:aws:iam::000000000000:role/deploy";
const API = "arn:aws:execute-api:us-east-1:000000000000:api/*/GET/things";
const WAIT = { maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.1 };

let hearth: HearthProcess;
let client: LambdaClient;
let folder: string;

before(async () => {
  hearth = await HearthProcess.start();
  client = lambdaClient(hearth.endpoint);
  folder = await mkdtemp(join(tmpdir(), "hearth-deployment-"));
});

after(async () => {
  client.destroy();
  await hearth.dispose();
  await rm(folder, { recursive: true, force: true });
});

function release(number: number): Promise<Buffer> {
  return zip({ "index.js": `exports.handler = async (event, context) => [${number}, context.functionVersion];` });
}

function statements(policy: string | undefined): readonly unknown[] {
  return (JSON.parse(policy ?? "{}") as { Statement?: unknown[] }).Statement ?? [];
}

it("the SDK deploys, shifts an alias and takes everything away", async () => {
  const FunctionName = "sdk-deployed";
  const waiter = { client, ...WAIT };
  await assert.rejects(client.send(new GetFunctionCommand({ FunctionName })), { name: "ResourceNotFoundException" });
  const { FunctionArn } = await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: ROLE,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Code: { ZipFile: await release(1) },
      Tags: { "lambda:createdBy": "SAM" },
    }),
  );
  await waitUntilFunctionExists(waiter, { FunctionName });
  await waitUntilFunctionActiveV2(waiter, { FunctionName });
  const first = await client.send(new PublishVersionCommand({ FunctionName }));
  assert.equal(first.Version, "1");
  await waitUntilPublishedVersionActive(waiter, { FunctionName, Qualifier: "1" });
  const live = { FunctionName, Name: "live" };
  const alias = await client.send(new CreateAliasCommand({ ...live, FunctionVersion: "1" }));
  assert.equal(alias.AliasArn, `${FunctionArn}:live`);

  const target = { FunctionName, Qualifier: "live" };
  const gateway = { StatementId: "gateway", Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
  await client.send(new AddPermissionCommand({ ...target, ...gateway, SourceArn: API }));
  const anyone = { StatementId: "url", Action: "lambda:InvokeFunctionUrl", Principal: "*" };
  await client.send(new AddPermissionCommand({ ...target, ...anyone, FunctionUrlAuthType: "NONE" }));
  const { FunctionUrl } = await client.send(new CreateFunctionUrlConfigCommand({ ...target, AuthType: "NONE" }));
  assert.match(FunctionUrl ?? "", /^https?:\/\//);
  const { Policy } = await client.send(new GetPolicyCommand(target));
  assert.equal(statements(Policy).length, 2);
  assert.deepEqual(await answers("sdk-deployed:live", 3), [[1, "1"]]);

  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: await release(2) }));
  await waitUntilFunctionUpdatedV2(waiter, { FunctionName });
  const second = await client.send(new PublishVersionCommand({ FunctionName, Description: "second" }));
  assert.equal(second.Version, "2");
  const RoutingConfig = { AdditionalVersionWeights: { 2: 0.5 } };
  await client.send(new UpdateAliasCommand({ ...live, RoutingConfig }));
  assert.deepEqual(await answers("sdk-deployed:live", 60), [
    [1, "1"],
    [2, "2"],
  ]);
  const { RevisionId } = await client.send(new GetAliasCommand(live));
  const done = { ...live, FunctionVersion: "2", RoutingConfig: { AdditionalVersionWeights: {} }, RevisionId };
  assert.equal((await client.send(new UpdateAliasCommand(done))).RoutingConfig, undefined);
  assert.deepEqual(await answers("sdk-deployed:live", 3), [[2, "2"]]);
  assert.deepEqual(statements((await client.send(new GetPolicyCommand(target))).Policy), statements(Policy));

  await client.send(new DeleteFunctionUrlConfigCommand(target));
  for (const StatementId of ["gateway", "url"])
    await client.send(new RemovePermissionCommand({ ...target, StatementId }));
  await assert.rejects(client.send(new GetPolicyCommand(target)), { name: "ResourceNotFoundException" });
  await client.send(new DeleteAliasCommand(live));
  await client.send(new DeleteFunctionCommand({ FunctionName }));
  await assert.rejects(client.send(new GetFunctionCommand({ FunctionName })), { name: "ResourceNotFoundException" });
});

/** The different answers of as many invocations, in order. */
async function answers(FunctionName: string, count: number): Promise<unknown[]> {
  const texts = new Set<string>();
  for (let n = 0; n < count; n++) {
    const { Payload } = await client.send(new InvokeCommand({ FunctionName }));
    texts.add(Buffer.from(Payload ?? []).toString());
  }
  return [...texts].toSorted().map((text): unknown => JSON.parse(text));
}

it("the AWS CLI deploys, waits, shifts an alias and takes everything away", async () => {
  const aws = new AwsCli(hearth.endpoint);
  const named = ["--function-name", "cli-deployed"];
  const lambda = <T = Record<string, unknown>>(command: string, ...words: readonly string[]): Promise<T> =>
    aws.json<T>("lambda", command, ...named, ...words);
  const wait = (state: string, ...words: readonly string[]) => aws.text("lambda", "wait", state, ...named, ...words);
  const packages = await Promise.all(
    [1, 2].map(async (number) => {
      const file = join(folder, `${number}.zip`);
      await writeFile(file, await release(number));
      return `fileb://${file}`;
    }),
  );
  const [one = "", two = ""] = packages;
  const settings = ["--runtime", "nodejs22.x", "--handler", "index.handler", "--role", ROLE, "--publish"];
  const { Version } = await lambda("create-function", ...settings, "--zip-file", one);
  assert.equal(Version, "1");
  for (const state of ["function-exists", "function-active", "function-active-v2"]) await wait(state);
  await wait("published-version-active", "--qualifier", "1");
  await lambda("create-alias", "--name", "live", "--function-version", "1");
  const qualified = ["--qualifier", "live"];
  const permission = ["--statement-id", "url", "--action", "lambda:InvokeFunctionUrl", "--principal", "*"];
  await lambda("add-permission", ...qualified, ...permission, "--function-url-auth-type", "NONE");
  const { FunctionUrl } = await lambda("create-function-url-config", ...qualified, "--auth-type", "NONE");
  assert.equal((await lambda("get-function-url-config", ...qualified))["FunctionUrl"], FunctionUrl);

  const updated = await lambda("update-function-code", "--zip-file", two, "--publish");
  assert.equal(updated["Version"], "2");
  for (const state of ["function-updated", "function-updated-v2"]) await wait(state);
  await lambda("update-alias", "--name", "live", "--function-version", "2");
  const output = join(folder, "answer.json");
  const answer = await aws.json("lambda", "invoke", ...named, ...qualified, output);
  assert.equal(answer["ExecutedVersion"], "2");

  await aws.text("lambda", "delete-function-url-config", ...named, ...qualified);
  await aws.text("lambda", "remove-permission", ...named, ...qualified, "--statement-id", "url");
  await aws.text("lambda", "delete-alias", ...named, "--name", "live");
  await aws.text("lambda", "delete-function", ...named);
  assert.match(await aws.failure("lambda", "get-function", ...named), /ResourceNotFoundException/);
});
