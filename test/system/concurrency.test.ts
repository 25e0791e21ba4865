// Limits and provisioned environments in the real server, with the stock SDK, over alias moves and a kill -9.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import {
  CreateAliasCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetProvisionedConcurrencyConfigCommand,
  type GetProvisionedConcurrencyConfigCommandOutput,
  InvokeCommand,
  type LambdaClient,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilPublishedVersionActive,
} from "@aws-sdk/client-lambda";
import { HearthProcess, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { zip } from "./zip.ts";

const FunctionName = "prepared";
const WAITING = { maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.2 };

let hearth: HearthProcess;
let client: LambdaClient;

before(async () => {
  hearth = await HearthProcess.start();
  client = lambdaClient(hearth.endpoint);
});
after(() => hearth.dispose());

function source(more = ""): Record<string, string> {
  const type = "process.env.AWS_LAMBDA_INITIALIZATION_TYPE";
  const code = `exports.handler = async (event) => { await new Promise((done) => setTimeout(done, event.ms ?? 0)); return ${type}; };`;
  return { "index.js": `${more}\n${code}` };
}

async function invoke(Qualifier: string, event: { readonly ms?: number } = {}): Promise<{ type: string; log: string }> {
  const Payload = JSON.stringify(event);
  const answer = await client.send(new InvokeCommand({ FunctionName, Qualifier, LogType: "Tail", Payload }));
  const log = Buffer.from(answer.LogResult ?? "", "base64").toString();
  return { type: String(JSON.parse(answer.Payload?.transformToString() ?? "null")), log };
}

function provisioned(Qualifier: string): Promise<GetProvisionedConcurrencyConfigCommandOutput> {
  return client.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
}

async function settled(Qualifier: string): Promise<GetProvisionedConcurrencyConfigCommandOutput> {
  for (;;) {
    const config = await provisioned(Qualifier);
    if (config.Status !== "IN_PROGRESS") return config;
    await pause(20);
  }
}

async function publish(more: string, version: string): Promise<void> {
  const ZipFile = await zip(source(more));
  const published = await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, Publish: true }));
  assert.equal(published.Version, version);
  await waitUntilPublishedVersionActive({ client, ...WAITING }, { FunctionName, Qualifier: version });
}

it("what is provisioned for an alias is initialised before the first event", async () => {
  await createFunction(client, {
    FunctionName,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Publish: true,
    files: source(),
  });
  await client.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
  const input = { FunctionName, Qualifier: "live", ProvisionedConcurrentExecutions: 2 };
  const put = await client.send(new PutProvisionedConcurrencyConfigCommand(input));
  assert.deepEqual([put.$metadata.httpStatusCode, put.Status], [202, "IN_PROGRESS"]);
  const { Status, AvailableProvisionedConcurrentExecutions } = await settled("live");
  assert.deepEqual([Status, AvailableProvisionedConcurrentExecutions], ["READY", 2]);
  for (const qualifier of ["live", "1"]) {
    const { type, log } = await invoke(qualifier);
    assert.equal(type, "provisioned-concurrency");
    assert.doesNotMatch(log, /Init Duration/);
  }
  assert.equal((await invoke("$LATEST")).type, "on-demand");
  const types = await Promise.all([1, 2, 3].map(() => invoke("live", { ms: 2_000 })));
  assert.equal(types.filter(({ type }) => type === "provisioned-concurrency").length, 2, "the third spills over");
});

it("it moves with its alias, and a version that cannot be initialised is told", async () => {
  await publish("// second", "2");
  await client.send(new UpdateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "2" }));
  assert.equal((await provisioned("live")).Status, "IN_PROGRESS");
  assert.equal((await settled("live")).Status, "READY");
  assert.equal((await invoke("live")).type, "provisioned-concurrency");
  await assert.rejects(provisioned("2"), { name: "ProvisionedConcurrencyConfigNotFoundException" });

  await publish("throw new Error('never');", "3");
  const input = { FunctionName, Qualifier: "3", ProvisionedConcurrentExecutions: 1 };
  await client.send(new PutProvisionedConcurrencyConfigCommand(input));
  const failed = await settled("3");
  assert.deepEqual([failed.Status, failed.StatusReason], ["FAILED", "FUNCTION_ERROR_INIT_FAILURE"]);
});

it("everything is as it was after a kill -9", async () => {
  const ReservedConcurrentExecutions = 3;
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  await hearth.end("SIGKILL");
  hearth = await HearthProcess.start({ dataFolder: hearth.dataFolder });
  client = lambdaClient(hearth.endpoint);
  const settings = await client.send(new GetAccountSettingsCommand({}));
  assert.equal(settings.AccountLimit?.UnreservedConcurrentExecutions, 997);
  assert.equal((await settled("live")).Status, "READY");
  assert.equal((await invoke("live")).type, "provisioned-concurrency");
  await settled("3");
  const listed = await client.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName }));
  assert.deepEqual(
    listed.ProvisionedConcurrencyConfigs?.map(({ FunctionArn, Status }) => [FunctionArn?.split(":").at(-1), Status]),
    [
      ["3", "FAILED"],
      ["live", "READY"],
    ],
  );
});

it("a function that may not run at all is throttled, in the words of the service", async () => {
  const barred = { FunctionName: "barred" };
  await createFunction(client, { ...barred, Runtime: "nodejs22.x", Handler: "index.handler", files: source() });
  await client.send(new PutFunctionConcurrencyCommand({ ...barred, ReservedConcurrentExecutions: 0 }));
  const answer = await fetch(`${hearth.endpoint}/2015-03-31/functions/barred/invocations`, { method: "POST" });
  assert.deepEqual(
    [answer.status, answer.headers.get("x-amzn-errortype"), answer.headers.get("retry-after")],
    [429, "TooManyRequestsException", "1"],
  );
  assert.deepEqual(await answer.json(), {
    Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    Type: "User",
    message: "Rate Exceeded.",
  });
  await assert.rejects(client.send(new InvokeCommand(barred)), { name: "TooManyRequestsException" });
  await client.send(new DeleteFunctionConcurrencyCommand(barred));
  assert.equal((await client.send(new InvokeCommand(barred))).StatusCode, 200);
});
