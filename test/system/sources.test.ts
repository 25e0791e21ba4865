// The stock SDK and the real server: code that comes out of a store that speaks S3, and mappings of event sources.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  GetFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  paginateListEventSourceMappings,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { S3Server } from "../lambda/s3-server.ts";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { zip } from "./zip.ts";

const Role = "arn:aws:iam::000000000000:role/x";
const s3 = new S3Server();
let hearth: HearthProcess;
let client: LambdaClient;

before(async () => {
  await s3.start();
  hearth = await HearthProcess.start({
    flags: ["--s3-endpoint", s3.endpoint],
    environment: { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
  });
  client = lambdaClient(hearth.endpoint);
});

after(async () => {
  await hearth.dispose();
  s3.stop();
});

async function said(FunctionName: string): Promise<unknown> {
  const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName }));
  assert.equal(FunctionError, undefined);
  return JSON.parse(Payload?.transformToString() ?? "");
}

const python = (text: string): Promise<Buffer> =>
  zip({ "index.py": `def handler(event, context):\n    return ${JSON.stringify(text)}\n` });

it("a function runs what is in the store, and then what is there in its place", async () => {
  const source = { S3Bucket: "bucket", S3Key: "code/f.zip" };
  s3.objects.set("bucket/code/f.zip", [await python("first")]);
  const settings = { FunctionName: "from-s3", Runtime: "python3.11", Handler: "index.handler", Role } as const;
  await client.send(new CreateFunctionCommand({ ...settings, Code: source }));
  const wait = { client, maxWaitTime: 30, minDelay: 0.05 };
  await waitUntilFunctionActiveV2(wait, { FunctionName: "from-s3" });
  assert.equal(await said("from-s3"), "first");
  s3.objects.set("bucket/code/f.zip", [await python("first"), await python("second")]);
  await client.send(new UpdateFunctionCodeCommand({ FunctionName: "from-s3", ...source }));
  await waitUntilFunctionUpdatedV2(wait, { FunctionName: "from-s3" });
  assert.equal(await said("from-s3"), "second");
  const { Code } = await client.send(new GetFunctionCommand({ FunctionName: "from-s3" }));
  const download = await fetch(Code?.Location ?? "");
  assert.deepEqual(Buffer.from(await download.arrayBuffer()), await python("second"));
  const lost = new UpdateFunctionCodeCommand({ FunctionName: "from-s3", ...source, S3Key: "lost.zip" });
  await assert.rejects(client.send(lost), { name: "InvalidParameterValueException", message: /NoSuchKey/ });
});

it("mappings are created, listed page by page and deleted", async () => {
  await createFunction(client, {
    FunctionName: "mapped",
    Runtime: "python3.11",
    Handler: "index.handler",
    files: { "index.py": "def handler(event, context):\n    return event\n" },
  });
  const made: string[] = [];
  for (const name of ["a", "b", "c"]) {
    const EventSourceArn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
    const input = { FunctionName: "mapped", EventSourceArn, BatchSize: 5 };
    const { UUID, State, LastModified } = await client.send(new CreateEventSourceMappingCommand(input));
    assert.equal(State, "Creating");
    assert.ok(LastModified instanceof Date && Math.abs(LastModified.getTime() - Date.now()) < 600_000);
    made.push(UUID ?? "");
  }
  const seen: string[] = [];
  for await (const page of paginateListEventSourceMappings({ client, pageSize: 2 }, { FunctionName: "mapped" }))
    for (const { UUID, State, StateTransitionReason } of page.EventSourceMappings ?? []) {
      seen.push(UUID ?? "");
      assert.equal(State, "Disabled");
      assert.match(StateTransitionReason ?? "", /^Hearth does not poll Amazon SQS yet;/);
    }
  assert.deepEqual(seen.toSorted(), made.toSorted());
  for (const UUID of made)
    assert.equal((await client.send(new DeleteEventSourceMappingCommand({ UUID }))).State, "Deleting");
  const { EventSourceMappings } = await client.send(new ListEventSourceMappingsCommand({}));
  assert.deepEqual(EventSourceMappings, []);
});
