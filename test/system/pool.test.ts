// `hearth pool` beside a server that runs something.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { promisify } from "node:util";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

const HEARTH = join(import.meta.dirname, "../../bin/hearth.mjs");
const execute = promisify(execFile);

let hearth: HearthProcess;
let client: LambdaClient;

before(async () => {
  hearth = await HearthProcess.start();
  client = lambdaClient(hearth.endpoint);
});

after(async () => {
  client.destroy();
  await hearth.end("SIGKILL"); // it would wait for what still runs
  await hearth.dispose();
});

async function pool(...words: string[]): Promise<string> {
  const place = ["--data", hearth.dataFolder];
  return (await execute(process.execPath, [HEARTH, "pool", ...place, ...words], { env: {} })).stdout;
}

it("shows which environments a function has", async () => {
  assert.match(await pool(), /No function has an environment\./);
  const FunctionName = "pooled";
  const files = { "index.js": "exports.handler = async ({ ms }) => new Promise((done) => setTimeout(done, ms))" };
  await createFunction(client, { FunctionName, Runtime: "nodejs22.x", Handler: "index.handler", Timeout: 60, files });
  const invoke = (ms: number): Promise<unknown> =>
    client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ ms }) }));
  await invoke(0);
  const functions = async (): Promise<unknown> =>
    (JSON.parse(await pool("--json")) as { functions: unknown }).functions;
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:pooled:$LATEST";
  const one = { functionArn: arn, environments: 1, provisioned: 0, waiting: 0 };
  assert.deepEqual(await functions(), [{ ...one, busy: 0, idle: 1 }]);
  assert.match(await pool(), /^pooled:\$LATEST +1 +0 +1 +0 +0$/m);
  // Longer than any look at it takes; the end of the server is its end.
  invoke(50_000).catch(() => undefined);
  assert.deepEqual(await functions(), [{ ...one, busy: 1, idle: 0 }]);
});

it("counts what cold starts came from, for people and for whatever reads OpenMetrics", async () => {
  assert.match(await pool(), /^nodejs22\.x +128 +512 +\d+ +\d+ +0 +\d+ +\w+$/m);
  assert.match(await pool(), /^\d+ events were let in, 0 of them beyond provisioned concurrency; refused: none$/m);
  const { token } = await hearth.serverFile();
  const url = `${hearth.endpoint}/_hearth/metrics`;
  assert.equal((await fetch(url)).status, 403);
  const answer = await fetch(url, { headers: { authorization: `Bearer ${String(token)}` } });
  assert.match(answer.headers.get("content-type") ?? "", /^application\/openmetrics-text; version=1\.0\.0/);
  const text = await answer.text();
  assert.match(text, /^hearth_environments\{state="busy"\} 1$/m);
  assert.match(text, /^hearth_admitted_invocations_total [1-9]\d*$/m);
  assert.match(
    text,
    /^hearth_cold_starts_total\{runtime="nodejs22\.x",memory_mib="128",tmp_mib="512",start="\w+"\} \d+$/m,
  );
  assert.match(text, /^hearth_stem_cells_max 4$/m);
  assert.match(text, /\n# EOF\n$/);
});
