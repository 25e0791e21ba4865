// The main job: the stock AWS CLI creates, invokes, updates, lists and deletes functions that really run.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { AwsCli } from "./aws-cli.ts";
import { HearthProcess } from "./hearth-process.ts";
import { zip } from "./zip.ts";

const ROLE = "arn:aws:iam::000000000000:role/x";
const PYTHON = `
import os
def lambda_handler(event, context):
    print("hello from python")
    return {"event": event, "function": context.function_name, "version": context.function_version,
            "memory": context.memory_limit_in_mb, "id": context.aws_request_id, "arn": context.invoked_function_arn,
            "client": context.client_context.custom if context.client_context else None,
            "colour": os.environ.get("COLOUR"), "cwd": os.getcwd(), "region": os.environ["AWS_REGION"]}
`;

let hearth: HearthProcess;
let aws: AwsCli;
let folder: string;

before(async () => {
  hearth = await HearthProcess.start();
  aws = new AwsCli(hearth.endpoint);
  folder = await mkdtemp(join(tmpdir(), "hearth-cli-"));
});

after(async () => {
  await hearth.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function packageFile(name: string, files: Record<string, string>): Promise<string> {
  const file = join(folder, `${name}.zip`);
  await writeFile(file, await zip(files));
  return `fileb://${file}`;
}

async function invoke(
  name: string,
  ...words: readonly string[]
): Promise<{ meta: Record<string, unknown>; payload: unknown }> {
  const out = join(folder, "out.json");
  const meta = await aws.json(
    "lambda",
    "invoke",
    "--function-name",
    name,
    "--cli-binary-format",
    "raw-in-base64-out",
    ...words,
    out,
  );
  const text = await readFile(out, "utf8");
  return { meta, payload: text === "" ? undefined : JSON.parse(text) };
}

describe("a Python function, from creation to deletion", () => {
  it("is created, waits and becomes active", async () => {
    const code = await packageFile("python", { "lambda_function.py": PYTHON });
    const created = await aws.json(
      "lambda",
      "create-function",
      "--function-name",
      "MyFn",
      "--runtime",
      "python3.11",
      "--role",
      ROLE,
      "--handler",
      "lambda_function.lambda_handler",
      "--zip-file",
      code,
      "--environment",
      "Variables={COLOUR=red}",
    );
    assert.equal(created["FunctionArn"], "arn:aws:lambda:us-east-1:000000000000:function:MyFn");
    assert.equal(created["State"], "Pending");
    assert.equal(created["StateReasonCode"], "Creating");
    await aws.text("lambda", "wait", "function-active-v2", "--function-name", "MyFn");
    const { State, LastUpdateStatus } = await aws.json(
      "lambda",
      "get-function-configuration",
      "--function-name",
      "MyFn",
    );
    assert.deepEqual({ State, LastUpdateStatus }, { State: "Active", LastUpdateStatus: "Successful" });
  });

  it("runs with its event, context and environment", async () => {
    const context = Buffer.from(JSON.stringify({ custom: { who: "cli" } })).toString("base64");
    const { meta, payload } = await invoke("MyFn", "--payload", '{"n": 1}', "--client-context", context);
    assert.deepEqual(meta, { StatusCode: 200, ExecutedVersion: "$LATEST" });
    assert.ok(payload !== null && typeof payload === "object" && "id" in payload && typeof payload.id === "string");
    assert.match(payload.id, /^[0-9a-f-]{36}$/);
    assert.deepEqual(payload, {
      event: { n: 1 },
      function: "MyFn",
      version: "$LATEST",
      memory: "128",
      id: payload.id,
      arn: "arn:aws:lambda:us-east-1:000000000000:function:MyFn",
      client: { who: "cli" },
      colour: "red",
      cwd: "/var/task",
      region: "us-east-1",
    });
  });

  it("answers DryRun with 204 and keeps the tail of the log", async () => {
    assert.deepEqual((await invoke("MyFn", "--invocation-type", "DryRun")).meta["StatusCode"], 204);
    const { meta } = await invoke("MyFn", "--log-type", "Tail", "--qualifier", "$LATEST");
    const tail = Buffer.from(String(meta["LogResult"]), "base64").toString();
    assert.match(
      tail,
      /^START RequestId: [0-9a-f-]{36} Version: \$LATEST\nhello from python\nEND RequestId: [0-9a-f-]{36}\nREPORT RequestId: [0-9a-f-]{36}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\t/,
    );
  });

  it("takes a new configuration and new code", async () => {
    await aws.text(
      "lambda",
      "update-function-configuration",
      "--function-name",
      "MyFn",
      "--environment",
      "Variables={COLOUR=blue}",
      "--memory-size",
      "256",
    );
    await aws.text("lambda", "wait", "function-updated-v2", "--function-name", "MyFn");
    const answered = (await invoke("MyFn")).payload;
    assert.ok(answered !== null && typeof answered === "object" && "colour" in answered && "memory" in answered);
    assert.deepEqual([answered.colour, answered.memory], ["blue", "256"]);
    const code = await packageFile("python2", {
      "lambda_function.py": "def lambda_handler(event, context):\n    return 'second'\n",
    });
    const updated = await aws.json("lambda", "update-function-code", "--function-name", "MyFn", "--zip-file", code);
    assert.equal(updated["LastUpdateStatus"], "InProgress");
    await aws.text("lambda", "wait", "function-updated-v2", "--function-name", "MyFn");
    assert.equal((await invoke("MyFn")).payload, "second");
  });

  it("can be read, listed, downloaded and deleted", async () => {
    const found = await aws.json<{
      Code: { Location: string };
      Configuration: { CodeSha256: string; CodeSize: number };
    }>("lambda", "get-function", "--function-name", "MyFn");
    const zipped = Buffer.from(await (await fetch(found.Code.Location)).arrayBuffer());
    assert.equal(zipped.length, found.Configuration.CodeSize);
    const listed = await aws.json<{ Functions: { FunctionName: string }[] }>("lambda", "list-functions");
    assert.deepEqual(
      listed.Functions.map((f) => f.FunctionName),
      ["MyFn"],
    );
    await aws.text("lambda", "delete-function", "--function-name", "MyFn");
    assert.match(
      await aws.failure("lambda", "get-function", "--function-name", "MyFn"),
      /\(ResourceNotFoundException\) when calling the GetFunction operation: Function not found: arn:aws:lambda:us-east-1:000000000000:function:MyFn/,
    );
  });
});

const NODE_FORMS: [name: string, runtime: string, files: Record<string, string>, expected: unknown][] = [
  [
    "CommonJS",
    "nodejs20.x",
    { "index.js": "exports.handler = async (e) => ({ node: process.version.split('.')[0], e })" },
    { node: "v20", e: { a: 1 } },
  ],
  [
    "callback",
    "nodejs22.x",
    { "index.js": "exports.handler = (e, c, done) => setTimeout(() => done(null, c.functionName), 5)" },
    "node-callback",
  ],
  ["ESM", "nodejs22.x", { "index.mjs": "export const handler = async (e) => e.a + 1" }, 2],
  [
    "module package",
    "nodejs24.x",
    {
      "package.json": '{"type":"module"}',
      "index.js":
        "const v = await Promise.resolve(process.version); export const handler = async () => v.split('.')[0]",
    },
    "v24",
  ],
];

for (const [form, runtime, files, expected] of NODE_FORMS) {
  it(`a Node function in ${form} form runs on ${runtime}`, async () => {
    const name = `node-${form.replace(" ", "-")}`;
    await aws.text(
      "lambda",
      "create-function",
      "--function-name",
      name,
      "--runtime",
      runtime,
      "--role",
      ROLE,
      "--handler",
      "index.handler",
      "--zip-file",
      await packageFile(name, files),
    );
    await aws.text("lambda", "wait", "function-active-v2", "--function-name", name);
    const { meta, payload } = await invoke(name, "--payload", '{"a":1}');
    assert.equal(meta["FunctionError"], undefined, JSON.stringify(payload));
    assert.deepEqual(payload, expected);
  });
}

it("a custom runtime written as a shell script runs", async () => {
  const bootstrap = `#!/bin/bash
set -eu
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while :; do
  headers=$(mktemp)
  event=$(curl -sS -D "$headers" "$api/next")
  id=$(tr -d '\\r' <"$headers" | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //Ip')
  echo "handling $id"
  curl -sS -X POST "$api/$id/response" -d "{\\"echo\\": $event, \\"handler\\": \\"$_HANDLER\\"}" >/dev/null
done
`;
  const file = join(folder, "shell.zip");
  await writeFile(file, await zip({ bootstrap: { content: bootstrap, mode: 0o755 } }));
  await aws.text(
    "lambda",
    "create-function",
    "--function-name",
    "shell",
    "--runtime",
    "provided.al2023",
    "--role",
    ROLE,
    "--handler",
    "any.thing",
    "--zip-file",
    `fileb://${file}`,
  );
  await aws.text("lambda", "wait", "function-active-v2", "--function-name", "shell");
  assert.deepEqual((await invoke("shell", "--payload", '{"x":[1]}')).payload, {
    echo: { x: [1] },
    handler: "any.thing",
  });
});
