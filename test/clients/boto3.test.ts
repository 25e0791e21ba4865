// The newest boto3 that the registry has, unmodified; `npm test` has the distribution's AWS CLI, which is years older.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { promisify } from "node:util";
import { HearthProcess } from "../system/hearth-process.ts";
import { createFunction, lambdaClient } from "../system/sdk.ts";
import { NODE } from "../system/streaming-functions.ts";

const execute = promisify(execFile);

let folder: string;
let hearth: HearthProcess;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "hearth-boto3-"));
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder, "boto3"];
  await execute("/usr/bin/python3", pip);
  hearth = await HearthProcess.start();
});

after(async () => {
  await hearth.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function run(script: string, ...words: readonly string[]): Promise<unknown> {
  const environment = { PATH: "/usr/bin:/bin", PYTHONPATH: folder, AWS_EC2_METADATA_DISABLED: "true" };
  const argv = [join(import.meta.dirname, "scripts", script), hearth.endpoint, ...words];
  const { stdout } = await execute("/usr/bin/python3", argv, { env: environment });
  return JSON.parse(stdout);
}

it("a function lives and dies by boto3", async () => {
  assert.deepEqual(await run("boto3_cycle.py"), {
    status: 200,
    payload: { got: { n: 1 } },
    timeout: 7,
    variables: { COLOUR: "blue" },
    missing: "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody",
    seen: ["seen {'n': 1}\n"],
    account: "000000000000",
    left: [],
  });
});

it("boto3 sends, receives and deletes messages of both kinds of queues", async () => {
  assert.deepEqual(await run("boto3_sqs.py"), {
    bodies: ["m0", "m1", "m2"],
    bytes: [0, 255],
    empty: false,
    missing: "AWS.SimpleQueueService.NonExistentQueue",
    arn: "arn:aws:sqs:us-east-1:000000000000:plain",
    queues: ["b.fifo", "plain"],
  });
});

it("boto3 reads streamed responses", async () => {
  const client = lambdaClient(hearth.endpoint);
  const FunctionName = "streams";
  const files = { "index.js": NODE };
  await createFunction(client, { FunctionName, Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 20, files });
  client.destroy();
  const well = { version: "$LATEST", code: null, message: null, reported: true };
  assert.deepEqual(await run("boto3_stream.py", FunctionName), [
    { ...well, bytes: 13, text: "one two three" },
    { ...well, bytes: 4, text: "half", code: "TypeError", message: "no good" },
    { ...well, bytes: 7 * 1_048_576, text: "x".repeat(100) },
  ]);
});

it("boto3 deploys, waits and shifts an alias", async () => {
  assert.deepEqual(await run("boto3_deploy.py"), {
    seen: [
      [1, "1"],
      [2, "2"],
    ],
    statements: ["url"],
    kept: true,
    left: false,
  });
});

it("boto3 puts events, and rules decide about them", async () => {
  assert.deepEqual(await run("boto3_events.py"), {
    failed: 1,
    codes: [null, null, null, "NotAuthorizedForSourceException"],
    seen: ["Order of 500"],
    refused: ["ResourceNotFoundException", "InvalidEventPatternException", "ValidationException"],
    tags: [{ Key: "team", Value: "a" }],
    buses: ["default"],
  });
});

it("boto3 publishes to an endpoint that confirms itself", async () => {
  assert.deepEqual(await run("boto3_sns.py"), {
    same: true,
    kinds: ["SubscriptionConfirmation", "Notification", "Notification"],
    got: ["green", "red"],
    batch: ["red", "blue", "green"],
    missing: { Type: "Sender", Code: "NotFound", Message: "Topic does not exist" },
    refused: "ParameterValueInvalid",
    listed: [true],
    tags: [{ Key: "a", Value: "1" }],
    left: [],
  });
});

it("boto3 makes schedules, and they fire", async () => {
  assert.deepEqual(await run("boto3_scheduler.py"), {
    arn: "arn:aws:scheduler:us-east-1:000000000000:schedule/boto3/rate",
    fired: ["rate"],
    onTime: true,
    start: true,
    policy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    refused: [
      ["ConflictException", "Schedule rate already exists."],
      ["ValidationException", "Invalid Schedule Expression cron(0 9 * * * *)."],
      ["ResourceNotFoundException", "Schedule nobody does not exist."],
    ],
    names: ["far", "rate"],
    tags: [{ Key: "team", Value: "a" }],
  });
});
