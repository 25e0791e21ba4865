// What declarative tools do: create, read back, and see no difference to what was declared; then change, and read again.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  type LambdaClient,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { HearthProcess } from "./hearth-process.ts";
import { lambdaClient } from "./sdk.ts";
import { zip } from "./zip.ts";

const FunctionName = "declared";
const WAIT = { maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.1 };

/** Every member that can be declared and comes back under the same name. */
const DECLARED = {
  Runtime: "nodejs22.x",
  Role: "arn:aws:iam::000000000000:role/service/declared",
  Handler: "index.handler",
  Description: "what was declared, é and 🔥 included",
  Timeout: 17,
  MemorySize: 384,
  Environment: { Variables: { COLOUR: "red", EMPTY: "", UNICODE: "é🔥" } },
  EphemeralStorage: { Size: 1024 },
  TracingConfig: { Mode: "Active" },
  Architectures: ["x86_64"],
  LoggingConfig: {
    LogFormat: "JSON",
    ApplicationLogLevel: "DEBUG",
    SystemLogLevel: "WARN",
    LogGroup: "/declared/group",
  },
  DeadLetterConfig: { TargetArn: "arn:aws:sqs:us-east-1:000000000000:dead-letters" },
  KMSKeyArn: "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555",
} as const satisfies Partial<CreateFunctionCommandInput>;

let hearth: HearthProcess;
let client: LambdaClient;

before(async () => {
  hearth = await HearthProcess.start();
  client = lambdaClient(hearth.endpoint);
});

after(async () => {
  client.destroy();
  await hearth.dispose();
});

/** What a plan would show: the declared members that do not come back as they were declared. */
function differences(declared: Readonly<Record<string, unknown>>, read: object): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(declared)) {
    const actual = (read as Record<string, unknown>)[name];
    try {
      assert.deepEqual(actual, value);
    } catch {
      found[name] = actual;
    }
  }
  return found;
}

it("a plan right after the creation shows no change", async () => {
  const code = await zip({ "index.js": "exports.handler = async () => 1" });
  await client.send(
    new CreateFunctionCommand({ FunctionName, ...DECLARED, Tags: { team: "food" }, Code: { ZipFile: code } }),
  );
  await waitUntilFunctionActiveV2({ client, ...WAIT }, { FunctionName });
  const { Configuration, Tags, Code } = await client.send(new GetFunctionCommand({ FunctionName }));
  assert.deepEqual(differences(DECLARED, Configuration ?? {}), {});
  assert.deepEqual([Tags, Code?.RepositoryType], [{ team: "food" }, "S3"]);
  const alone = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  assert.deepEqual({ ...alone, $metadata: undefined }, { ...Configuration, $metadata: undefined });
});

it("the reads that the tools make beside it answer too", async () => {
  const Resource = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;
  assert.deepEqual((await client.send(new ListTagsCommand({ Resource }))).Tags, { team: "food" });
  const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }));
  assert.deepEqual(
    Versions?.map(({ Version }) => Version),
    ["$LATEST"],
  );
  const signing = await client.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }));
  assert.equal(signing.CodeSigningConfigArn, undefined);
  await assert.rejects(client.send(new GetPolicyCommand({ FunctionName })), { name: "ResourceNotFoundException" });
});

it("a change comes back as it was declared, and everything else as it was", async () => {
  const changed = { ...DECLARED, Description: "", Timeout: 18, Environment: { Variables: { COLOUR: "blue" } } };
  const { Description, Timeout, Environment } = changed;
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description, Timeout, Environment }));
  await waitUntilFunctionUpdatedV2({ client, ...WAIT }, { FunctionName });
  const read = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  assert.deepEqual(differences(changed, read), {});
  assert.equal(read.LastUpdateStatus, "Successful");
});

it("what is no longer declared is gone from what is read", async () => {
  const removal = { Environment: { Variables: {} }, DeadLetterConfig: { TargetArn: "" }, KMSKeyArn: "", Layers: [] };
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...removal }));
  await waitUntilFunctionUpdatedV2({ client, ...WAIT }, { FunctionName });
  const read = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const nothing = Object.fromEntries(Object.keys(removal).map((member) => [member, undefined]));
  assert.deepEqual(differences(nothing, read), {});
});

it("reading changes nothing", async () => {
  assert.deepEqual(await configuration(), await configuration());
});

async function configuration(): Promise<unknown> {
  const { $metadata: _, ...rest } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return rest;
}
