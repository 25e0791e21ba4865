// The examples, deployed by their own script with the plain AWS CLI, dependencies from the public registries.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { promisify } from "node:util";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { HearthProcess } from "../system/hearth-process.ts";
import { lambdaClient } from "../system/sdk.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");
const execute = promisify(execFile);

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

it("the thumbnail example makes a PNG with the Pillow that is in its zip", async () => {
  const environment = {
    ...process.env,
    HEARTH_ENDPOINT: hearth.endpoint,
    AWS: "/usr/bin/aws",
    PYTHON_RUNTIME: "python3.11",
  };
  await execute(join(EXAMPLES, "deploy.sh"), ["thumbnail"], { env: environment });
  const Payload = await readFile(join(EXAMPLES, "thumbnail/event.json"));
  const result = await client.send(new InvokeCommand({ FunctionName: "thumbnail", Payload }));
  const answer = JSON.parse(Buffer.from(result.Payload ?? []).toString()) as Record<string, unknown>;
  assert.equal(result.FunctionError, undefined, JSON.stringify(answer));
  assert.deepEqual([answer["width"], answer["height"], answer["contentType"]], [32, 16, "image/png"]);
  const png = Buffer.from(String(answer["image"]), "base64");
  assert.equal(png.subarray(0, 8).toString("latin1"), "\u0089PNG\r\n\u001a\n");
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [32, 16]);
});
