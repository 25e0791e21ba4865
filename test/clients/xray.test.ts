// AWS's own X-Ray SDKs, from their registries, as functions use them: what they send arrives as segments of the trace.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { FactBus, systemClock, systemRandom } from "../../src/base/index.ts";
import { createLateInvoker, type LaunchSpec, type LocalInvoker, type TraceFact } from "../../src/invoke/index.ts";
import { findRuntimes, type RuntimeCatalogue } from "../../src/runtimes/index.ts";
import type { SandboxDriver } from "../../src/sandbox/index.ts";
import { namespaceDriver } from "../../src/sandbox/namespace/index.ts";
import { openProcessDriver } from "../../src/sandbox/process/index.ts";
import { nodeFunction, pythonFunction } from "./extension-packages.ts";
import { BUILD } from "./guest-packages.ts";

/** SDKs remember the last trace, so each invocation here has its own. */
const SAMPLED = "1-5759e988-bd862e3fe1be46a994272793";
const UNSAMPLED = "1-5759e988-bd862e3fe1be46a994272794";
const scope = { accountId: "000000000000", region: "us-east-1" };

const NODE_SDK = `
import xray from "aws-xray-sdk-core";
export const handler = (event) => xray.captureAsyncFunc("work", async (segment) => {
  segment.addAnnotation("shop", event.shop);
  segment.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return "done";
});`;

const NODE_POWERTOOLS = `
import { Tracer } from "@aws-lambda-powertools/tracer";
const tracer = new Tracer({ serviceName: "shop" });
export const handler = async (event) => {
  const parent = tracer.getSegment();
  const segment = parent.addNewSubsegment("work");
  tracer.setSegment(segment);
  tracer.putAnnotation("shop", event.shop);
  segment.close();
  tracer.setSegment(parent);
  await new Promise((resolve) => setTimeout(resolve, 20));
  return "done";
};`;

const PYTHON_POWERTOOLS = `
from aws_lambda_powertools import Tracer
tracer = Tracer(service="shop")

@tracer.capture_method(capture_response=False)
def work(event):
    tracer.put_annotation("shop", event["shop"])

@tracer.capture_lambda_handler
def handler(event, context):
    work(event)
    return "done"
`;

function report(message: string): void {
  process.stderr.write(`${message}\n`);
}

let folder: string;
let catalogue: RuntimeCatalogue;
let driver: SandboxDriver;
let invoker: LocalInvoker;
const facts: TraceFact[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "hearth-xray-"));
  const options = { stateFolder: folder, clock: systemClock, random: systemRandom, onDiagnostic: report };
  catalogue = await findRuntimes({ dataFolder: folder });
  const isRoot = process.platform === "linux" && process.geteuid?.() === 0;
  driver = isRoot
    ? namespaceDriver({ ...options, tier: "namespace-root", spares: 0 })
    : await openProcessDriver(options);
  const traces = new FactBus<TraceFact>((error) => assert.fail(String(error)));
  traces.subscribe((fact) => facts.push(fact));
  invoker = createLateInvoker({
    ...options,
    driver,
    traces,
    facts: new FactBus((error) => assert.fail(String(error))),
    credentials: () => ({ accessKeyId: "a", secretAccessKey: "b", sessionToken: "c", expiresAtMs: Infinity }),
    onFault: (error) => assert.fail(String(error)),
  });
});

after(async () => {
  await invoker.stop(1_000);
  await driver.close();
  await rm(folder, { recursive: true, force: true });
});

function specOf(functionName: string, runtimeName: string): LaunchSpec {
  const runtime = catalogue.found.find(({ name }) => name === runtimeName);
  assert.ok(runtime, `${runtimeName} is not on this machine`);
  return {
    hash: functionName,
    scope,
    functionName,
    version: "$LATEST",
    functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    handler: "index.handler",
    runtime,
    codeFolder: join(BUILD, `${functionName}-package`),
    layersFolder: undefined,
    environment: {},
    timeoutMs: 15_000,
    memoryMib: 256,
    tmpMib: 512,
    roleArn: "arn:aws:iam::000000000000:role/x",
    logging: {
      group: `/aws/lambda/${functionName}`,
      format: "Text",
      applicationLevel: undefined,
      systemLevel: undefined,
    },
    tracing: "PassThrough",
  };
}

/** The segments that an invocation sends, once one of them is annotated with the name of the function. */
async function segments(spec: LaunchSpec, isSampled: boolean): Promise<readonly Record<string, unknown>[]> {
  const requestId = systemRandom.uuid();
  const { payload, functionError } = await invoker.invoke(spec, {
    requestId,
    payload: Buffer.from(JSON.stringify({ shop: spec.functionName })),
    invokedFunctionArn: spec.functionArn,
    tail: false,
    traceId: `Root=${isSampled ? SAMPLED : UNSAMPLED};Parent=53995c3f42cd8ad8;Sampled=${isSampled ? 1 : 0}`,
  });
  const text = Buffer.from(payload).toString();
  assert.equal(functionError, undefined, text);
  assert.equal(text, '"done"');
  assert.deepEqual(
    facts.filter(({ type }) => type === "xray.segmentsDropped"),
    [],
  );
  return facts.flatMap((fact) =>
    fact.type === "xray.segment" && fact.requestId === requestId
      ? [JSON.parse(fact.document) as Record<string, unknown>]
      : [],
  );
}

describe("X-Ray SDKs", () => {
  const cases = [
    ["xray-node-sdk", "nodejs24.x", (n: string) => nodeFunction(n, { "aws-xray-sdk-core": "3.10.3" }, NODE_SDK)],
    [
      "xray-node-powertools",
      "nodejs24.x",
      (n: string) => nodeFunction(n, { "@aws-lambda-powertools/tracer": "2.36.0" }, NODE_POWERTOOLS),
    ],
    [
      "xray-python-powertools",
      "python3.11",
      (n: string) => pythonFunction(n, ["aws-lambda-powertools[tracer]"], PYTHON_POWERTOOLS),
    ],
  ] as const;
  for (const [name, runtime, build] of cases)
    it(`${name}: what is recorded in a sampled invocation arrives, and of others nothing`, async () => {
      await build(name);
      const spec = specOf(name, runtime);
      const sent = await segments(spec, true);
      assert.ok(
        sent.some(({ annotations }) => (annotations as { shop?: string } | undefined)?.shop === name),
        JSON.stringify(sent),
      );
      for (const { trace_id: traceId, type } of sent) assert.deepEqual([traceId, type], [SAMPLED, "subsegment"]);
      assert.deepEqual(await segments(spec, false), []);
    });
});
