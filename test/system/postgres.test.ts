// The real server with a real PostgreSQL beside it: the life of a function, kill -9, a database that goes away.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { it, type TestContext } from "node:test";
import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { withCluster } from "../../src/store/postgres/testing/suite.ts";
import { functionLog } from "./function-log.ts";
import { HearthProcess, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

const GREETS =
  "exports.handler = async (event) => { console.log('seen ' + event.n); return process.env.WORD ?? 'none' }";

function greets(client: LambdaClient, FunctionName: string): Promise<void> {
  const files = { "index.js": GREETS };
  return createFunction(client, { FunctionName, Runtime: "nodejs22.x", Handler: "index.handler", files });
}

async function invoke(client: LambdaClient, FunctionName: string, n: number): Promise<unknown> {
  const Payload = Buffer.from(JSON.stringify({ n }));
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload }));
  assert.equal(answer.FunctionError, undefined, Buffer.from(answer.Payload ?? []).toString());
  return JSON.parse(Buffer.from(answer.Payload ?? []).toString());
}

function sqsClient(endpoint: string): SQSClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new SQSClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

/** Starts a server that is expected to fail, and gives what it says. */
async function refused(t: TestContext, store: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hearth-refused-"));
  t.after(() => rm(folder, { recursive: true }));
  const bin = join(import.meta.dirname, "../../bin/hearth.mjs");
  const child = spawn(process.execPath, [bin, "up", "--port", "0", "--data", folder], {
    env: { PATH: process.env["PATH"], HOME: folder, HEARTH_STORE: store },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [said, [status]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  assert.equal(status, 1, said);
  return said;
}

withCluster("hearth up with PostgreSQL", (cluster) => {
  it("keeps functions and logs there, across kill -9", async (t) => {
    const environment = { HEARTH_STORE: await cluster().database() };
    const first = await HearthProcess.start({ environment });
    assert.match(first.output, /and PostgreSQL: test_1 at 127\.0\.0\.1:\d+/);
    const client = lambdaClient(first.endpoint);
    await greets(client, "one");
    assert.equal(await invoke(client, "one", 1), "none");
    await client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: "one", Environment: { Variables: { WORD: "hi" } } }),
    );
    for (let word: unknown; word !== "hi"; word = await invoke(client, "one", 2));
    await greets(client, "two");
    await client.send(new DeleteFunctionCommand({ FunctionName: "two" }));
    await functionLog(first.endpoint, "one", /seen 2/);
    assert.match(await refused(t, environment.HEARTH_STORE), /another Hearth server has test_1 at 127\.0\.0\.1/);
    await first.end("SIGKILL");
    client.destroy();
    assert.equal(existsSync(join(first.dataFolder, "database/records.sqlite")), false);

    const second = await HearthProcess.start({ environment, dataFolder: first.dataFolder });
    t.after(() => second.dispose());
    const again = lambdaClient(second.endpoint);
    t.after(() => again.destroy());
    assert.equal(await invoke(again, "one", 3), "hi");
    await assert.rejects(again.send(new GetFunctionCommand({ FunctionName: "two" })), {
      name: "ResourceNotFoundException",
    });
    await functionLog(second.endpoint, "one", /seen 1/);
    await functionLog(second.endpoint, "one", /seen 3/);
  });

  it("does accepted events and delivers messages after a kill -9", async (t) => {
    const told: string[] = [];
    const sink = createServer((request, response) => {
      told.push(String(request.url));
      // The first attempt never ends: its server is killed in the middle.
      if (told.length > 1) response.end();
    }).listen(0, "127.0.0.1");
    t.after(() => sink.close());
    await once(sink, "listening");
    const { port } = sink.address() as AddressInfo;
    const code = `exports.handler = (event, context) => fetch("http://127.0.0.1:${port}/" + context.awsRequestId)`;
    const environment = { HEARTH_STORE: await cluster().database() };
    const flags = ["--tier", "process"];
    const first = await HearthProcess.start({ environment, flags });
    const client = lambdaClient(first.endpoint);
    const files = { "index.js": code };
    await createFunction(client, { FunctionName: "tells", Runtime: "nodejs22.x", Handler: "index.handler", files });
    const { StatusCode } = await client.send(new InvokeCommand({ FunctionName: "tells", InvocationType: "Event" }));
    assert.equal(StatusCode, 202);
    const QueueName = "orders";
    const sqs = sqsClient(first.endpoint);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "one" }));
    while (told.length === 0) await pause(10);
    await first.end("SIGKILL");
    client.destroy();
    sqs.destroy();

    const second = await HearthProcess.start({ environment, flags, dataFolder: first.dataFolder });
    t.after(() => second.dispose());
    while (told.length < 2) await pause(10);
    assert.equal(told[1], told[0], "the request id is that of the first attempt");
    const again = sqsClient(second.endpoint);
    t.after(() => again.destroy());
    const found = await again.send(new GetQueueUrlCommand({ QueueName }));
    const { Messages } = await again.send(new ReceiveMessageCommand({ QueueUrl: found.QueueUrl }));
    assert.deepEqual(
      Messages?.map(({ Body }) => Body),
      ["one"],
    );
  });

  it("goes on invoking known functions while the database is away, and acknowledges nothing else", async (t) => {
    const hearth = await HearthProcess.start({ environment: { HEARTH_STORE: await cluster().database() } });
    t.after(() => hearth.dispose());
    const client = lambdaClient(hearth.endpoint);
    t.after(() => client.destroy());
    await greets(client, "known");
    await invoke(client, "known", 1);
    await cluster().stop("immediate");
    assert.equal(await invoke(client, "known", 2), "none");
    await assert.rejects(greets(client, "unknown"), { name: "ServiceException" });
    assert.equal(await invoke(client, "known", 3), "none");
    assert.match(hearth.output, /the PostgreSQL database cannot be reached .*; trying again/);
    await cluster().start();
    await greets(client, "later");
    assert.equal(await invoke(client, "later", 4), "none");
    await assert.rejects(client.send(new GetFunctionCommand({ FunctionName: "unknown" })), {
      name: "ResourceNotFoundException",
    });
    assert.match(hearth.output, /the PostgreSQL database is back/);
  });

  it("says why it cannot start", async (t) => {
    assert.match(await refused(t, cluster().url("absent")), /^hearth: cannot use absent at .*createdb/);
    const said = await refused(t, "postgres://me:s3cret@127.0.0.1:1/nothing");
    assert.match(said, /^hearth: cannot reach nothing at 127\.0\.0\.1:1: .*ECONNREFUSED.*; start PostgreSQL there/);
    assert.doesNotMatch(said, /s3cret/);
  });
});
