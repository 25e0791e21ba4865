// `aws logs` over what functions print and over what anyone puts there.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, it } from "node:test";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { AwsCli } from "./aws-cli.ts";
import { HearthProcess, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

interface Events {
  events: { message: string; timestamp: number; logStreamName?: string }[];
}

let hearth: HearthProcess;
let aws: AwsCli;
let client: LambdaClient;

const SOURCE = `
exports.handler = async (event) => {
  console.log("plain line " + event.n);
  console.error("first\\nsecond");
  process.stdout.write(JSON.stringify({ level: event.level, n: event.n }) + "\\n");
};`;

before(async () => {
  hearth = await HearthProcess.start();
  aws = new AwsCli(hearth.endpoint);
  client = lambdaClient(hearth.endpoint);
  await createFunction(client, {
    FunctionName: "talks",
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    files: { "index.js": SOURCE },
  });
  for (const [n, level] of ["INFO", "ERROR", "INFO"].entries()) {
    await client.send(new InvokeCommand({ FunctionName: "talks", Payload: Buffer.from(JSON.stringify({ n, level })) }));
  }
  // The promise is "within a second of the invocation".
  await pause(1000);
});

after(async () => {
  client.destroy();
  await hearth.dispose();
});

const GROUP = "/aws/lambda/talks";

it("the group and the stream of the function are there", async () => {
  const { logGroups } = await aws.json<{ logGroups: { logGroupName: string; arn: string }[] }>(
    "logs",
    "describe-log-groups",
  );
  assert.deepEqual(
    logGroups.map((g) => [g.logGroupName, g.arn]),
    [[GROUP, `arn:aws:logs:us-east-1:000000000000:log-group:${GROUP}:*`]],
  );
  const { logStreams } = await aws.json<{ logStreams: { logStreamName: string }[] }>(
    "logs",
    "describe-log-streams",
    "--log-group-name",
    GROUP,
  );
  assert.equal(logStreams.length, 1);
  assert.match(String(logStreams[0]?.logStreamName), /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
});

/** The events of one invocation, ids and figures masked. */
function one(n: number, level: string): string[] {
  const init = n === 0 ? "Init Duration: N ms\t" : "";
  return [
    "START RequestId: ID Version: $LATEST\n",
    `TIME\tID\tINFO\tplain line ${n}\n`,
    "TIME\tID\tERROR\tfirst\nsecond\n",
    `{"level":"${level}","n":${n}}\n`,
    "END RequestId: ID\n",
    `REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: 128 MB\tMax Memory Used: N MB\t${init}\n`,
  ];
}

it("get-log-events has every line, in order", async () => {
  const { logStreams } = await aws.json<{ logStreams: { logStreamName: string }[] }>(
    "logs",
    "describe-log-streams",
    "--log-group-name",
    GROUP,
  );
  const { events } = await aws.json<Events>(
    "logs",
    "get-log-events",
    "--log-group-name",
    GROUP,
    "--log-stream-name",
    String(logStreams[0]?.logStreamName),
    "--start-from-head",
  );
  const shapes = events.map(({ message }) =>
    message
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
      .replace(/^\d{4}-[^\t]*Z/, "TIME")
      .replace(/: [\d.]+ ms/g, ": N ms")
      .replace(/Used: \d+/, "Used: N"),
  );
  assert.match(
    String(shapes.shift()),
    /^INIT_START Runtime Version: nodejs:22\.\S+\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}\n$/,
  );
  // Order between the framed console and the raw stdout of one invocation is the pipes' affair; START and END bracket both.
  for (const [n, level] of ["INFO", "ERROR", "INFO"].entries()) {
    const lines = shapes.splice(0, 6);
    assert.deepEqual([lines[0], lines[4], lines[5]], [one(n, level)[0], one(n, level)[4], one(n, level)[5]]);
    assert.deepEqual(lines.toSorted(), one(n, level).toSorted());
  }
});

const PATTERNS: [pattern: string, matches: number][] = [
  ["plain", 3],
  ['"plain line 1"', 1],
  ["?second ?nothing", 3],
  ["plain -absent", 3],
  ["plain -INFO", 0],
  ['{ $.level = "ERROR" }', 1],
  ["{ $.n >= 1 }", 2],
  ['{ $.level = "E*" || $.n = 0 }', 2],
];
for (const [pattern, matches] of PATTERNS) {
  it(`filter-log-events finds ${pattern}`, async () => {
    const { events } = await aws.json<Events>(
      "logs",
      "filter-log-events",
      "--log-group-name",
      GROUP,
      "--filter-pattern",
      pattern,
    );
    assert.equal(events.length, matches, JSON.stringify(events));
  });
}

it("tail --follow prints what a later invocation says", async () => {
  const tail = spawn(
    "/usr/bin/aws",
    ["--endpoint-url", hearth.endpoint, "logs", "tail", GROUP, "--follow", "--since", "1m", "--format", "short"],
    { env: aws.environment },
  );
  let text = "";
  tail.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  await client.send(new InvokeCommand({ FunctionName: "talks", Payload: Buffer.from('{"n":"followed"}') }));
  for (let tries = 0; tries < 150 && !text.includes("plain line followed"); tries++) await pause(100);
  tail.kill();
  await once(tail, "exit");
  assert.match(text, /plain line followed/);
});

it("groups, retention and events of one's own", async () => {
  await aws.text("logs", "create-log-group", "--log-group-name", "mine", "--tags", "team=food");
  assert.match(
    await aws.failure("logs", "create-log-group", "--log-group-name", "mine"),
    /\(ResourceAlreadyExistsException\).*The specified log group already exists/,
  );
  await aws.text("logs", "put-retention-policy", "--log-group-name", "mine", "--retention-in-days", "7");
  await aws.text("logs", "create-log-stream", "--log-group-name", "mine", "--log-stream-name", "s");
  const now = Date.now();
  const put = await aws.json(
    "logs",
    "put-log-events",
    "--log-group-name",
    "mine",
    "--log-stream-name",
    "s",
    "--log-events",
    `timestamp=${now - 1},message=one`,
    `timestamp=${now},message=two`,
  );
  assert.ok("nextSequenceToken" in put);
  const { events } = await aws.json<Events>(
    "logs",
    "get-log-events",
    "--log-group-name",
    "mine",
    "--log-stream-name",
    "s",
  );
  assert.deepEqual(
    events.map((e) => e.message),
    ["one", "two"],
  );
  const { logGroups } = await aws.json<{ logGroups: { retentionInDays: number }[] }>(
    "logs",
    "describe-log-groups",
    "--log-group-name-prefix",
    "mine",
  );
  assert.equal(logGroups[0]?.retentionInDays, 7);
  await aws.text("logs", "delete-log-group", "--log-group-name", "mine");
  assert.match(
    await aws.failure("logs", "delete-log-group", "--log-group-name", "mine"),
    /\(ResourceNotFoundException\).*The specified log group does not exist/,
  );
});
