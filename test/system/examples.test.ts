// The examples that need only the npm registry, deployed by their own script with the plain AWS CLI.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { promisify } from "node:util";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { HearthProcess } from "./hearth-process.ts";
import { lambdaClient } from "./sdk.ts";

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

async function deploy(name: string): Promise<string> {
  const environment = { ...process.env, HEARTH_ENDPOINT: hearth.endpoint, AWS: "/usr/bin/aws" };
  return (await execute(join(EXAMPLES, "deploy.sh"), [name], { env: environment })).stdout;
}

async function invoke(FunctionName: string, event: unknown): Promise<Record<string, unknown>> {
  const result = await client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }));
  const text = Buffer.from(result.Payload ?? []).toString();
  assert.equal(result.FunctionError, undefined, text);
  return JSON.parse(text) as Record<string, unknown>;
}

async function sampleEvent(name: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(EXAMPLES, name, "event.json"), "utf8")) as Record<string, unknown>;
}

it("payment captures, declines and explains", async () => {
  assert.match(await deploy("payment"), /payment is deployed/);
  const paid = await invoke("payment", await sampleEvent("payment"));
  assert.equal(paid["statusCode"], 200);
  const body = JSON.parse(String(paid["body"])) as Record<string, unknown>;
  assert.deepEqual(
    [body["orderId"], body["amount"], body["card"]],
    ["o-1001", { cents: 2450, currency: "EUR" }, "**** 4242"],
  );
  assert.equal((await invoke("payment", { body: "{" }))["statusCode"], 400);
  const empty = await invoke("payment", { body: "{}" });
  assert.deepEqual([empty["statusCode"], JSON.parse(String(empty["body"])).problems.length], [422, 4]);
  assert.match(await deploy("payment"), /payment is deployed/, "a second deployment updates the code");
});

it("order-validator uses the npm dependency in its zip", async () => {
  await deploy("order-validator");
  const event = await sampleEvent("order-validator");
  assert.equal((await invoke("order-validator", event))["valid"], true);
  const bad = await invoke("order-validator", { ...event, items: [{ sku: "nope", quantity: 0 }] });
  assert.deepEqual(
    [bad["valid"], (bad["problems"] as { at: string }[]).map((p) => p.at)],
    [false, ["items.0.sku", "items.0.quantity"]],
  );
});
