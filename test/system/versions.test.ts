// Versions and aliases that really run, over a kill -9: the stock SDK publishes, names, splits and invokes.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import {
  CreateAliasCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from "@aws-sdk/client-lambda";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { zip } from "./zip.ts";

const FunctionName = "versioned";
/** In seconds; the defaults would look again after 5. */
const WAITING = { maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.2 };

let hearth: HearthProcess;
let client: LambdaClient;

before(async () => {
  hearth = await HearthProcess.start();
  client = lambdaClient(hearth.endpoint);
});
after(() => hearth.dispose());

function source(colour: string): Record<string, string> {
  const facts = "version: context.functionVersion, own: process.env.AWS_LAMBDA_FUNCTION_VERSION";
  const stream = "stream: context.logStreamName, arn: context.invokedFunctionArn";
  return { "index.js": `exports.handler = async (e, context) => ({ colour: "${colour}", ${facts}, ${stream} })` };
}

async function invoke(Qualifier?: string): Promise<{ colour: string; version: string; start: string }> {
  const answer = await client.send(new InvokeCommand({ FunctionName, Qualifier, LogType: "Tail" }));
  const payload: unknown = JSON.parse(answer.Payload?.transformToString() ?? "");
  const { colour, version, own, stream, arn } = payload as Record<string, string>;
  assert.equal(answer.ExecutedVersion, version);
  assert.equal(own, version);
  assert.ok(stream?.includes(`[${version}]`), stream);
  assert.ok(arn?.endsWith(Qualifier === undefined ? `:${FunctionName}` : `:${FunctionName}:${Qualifier}`), arn);
  const log = Buffer.from(answer.LogResult ?? "", "base64").toString();
  const start = log.split("\n").find((line) => line.startsWith("START ")) ?? "";
  return { colour: String(colour), version: String(version), start };
}

it("each version runs the code it was published with", async () => {
  await createFunction(client, {
    FunctionName,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Publish: true,
    files: source("red"),
  });
  const ZipFile = await zip(source("blue"));
  const { Version } = await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, Publish: true }));
  assert.equal(Version, "2");
  await waitUntilPublishedVersionActive({ client, ...WAITING }, { FunctionName, Qualifier: "2" });
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: await zip(source("green")) }));
  await waitUntilFunctionUpdatedV2({ client, ...WAITING }, { FunctionName });
  for (const [qualifier, colour, version] of [
    ["1", "red", "1"],
    ["2", "blue", "2"],
    ["$LATEST", "green", "$LATEST"],
    [undefined, "green", "$LATEST"],
  ] as const) {
    const seen = await invoke(qualifier);
    assert.deepEqual([seen.colour, seen.version], [colour, version]);
    assert.ok(seen.start.endsWith(` Version: ${version}`), seen.start);
  }
});

it("an alias leads to its version, and follows an update at once", async () => {
  await client.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
  assert.equal((await invoke("live")).colour, "red");
  const RoutingConfig = { AdditionalVersionWeights: { "2": 1 } };
  await client.send(new UpdateAliasCommand({ FunctionName, Name: "live", RoutingConfig }));
  assert.equal((await invoke("live")).colour, "blue");
});

it("everything is as it was after a kill -9", async () => {
  await hearth.end("SIGKILL");
  hearth = await HearthProcess.start({ dataFolder: hearth.dataFolder });
  client = lambdaClient(hearth.endpoint);
  assert.equal((await invoke("1")).colour, "red");
  assert.equal((await invoke("live")).colour, "blue");
  const again = await client.send(new PublishVersionCommand({ FunctionName }));
  assert.equal(again.Version, "3");
  await client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "3" }));
  await assert.rejects(invoke("3"), { name: "ResourceNotFoundException" });
});

it("what the model forbids is refused in the words of the service", async () => {
  const RoutingConfig = { AdditionalVersionWeights: { "2": 2 } };
  const input = { FunctionName, Name: "new", FunctionVersion: "1", RoutingConfig };
  await assert.rejects(client.send(new CreateAliasCommand(input)), {
    name: "ValidationException",
    message:
      "1 validation error detected: Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
  });
});
