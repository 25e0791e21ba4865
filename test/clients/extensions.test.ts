// Extensions, and libraries that need them or the log, that nobody here wrote: unmodified, from their registries.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  PublishLayerVersionCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { functionLog } from "../system/function-log.ts";
import { HearthProcess } from "../system/hearth-process.ts";
import { lambdaClient } from "../system/sdk.ts";
import { zip } from "../system/zip.ts";
import {
  nodeFunction,
  otelExtensionLayer,
  pythonFunction,
  rustExtensionLayer,
  webAdapterLayer,
} from "./extension-packages.ts";

const ECHO = { "index.js": 'exports.handler = async (event) => { console.log("said"); return event; };' };

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

async function create(
  FunctionName: string,
  ZipFile: Buffer,
  settings: Partial<CreateFunctionCommandInput>,
): Promise<void> {
  const Role = "arn:aws:iam::000000000000:role/x";
  const usual = { FunctionName, Role, Code: { ZipFile }, MemorySize: 256, Timeout: 15 };
  await client.send(new CreateFunctionCommand({ ...usual, ...settings }));
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 10 }, { FunctionName });
}

async function publish(LayerName: string, ZipFile: Buffer): Promise<string> {
  const { LayerVersionArn } = await client.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile } }));
  return String(LayerVersionArn);
}

async function invoke(FunctionName: string, event: unknown = { a: 1 }): Promise<unknown> {
  const result = await client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }));
  const text = Buffer.from(result.Payload ?? []).toString();
  assert.equal(result.FunctionError, undefined, text);
  return JSON.parse(text);
}

/** The lines of a function's log, once one of them matches. */
async function log(functionName: string, until: RegExp): Promise<readonly string[]> {
  return (await functionLog(hearth.endpoint, functionName, until)).map((message) => message.trimEnd());
}

const NODE = { Runtime: "nodejs22.x", Handler: "index.handler" } as const;
const PYTHON = { Runtime: "python3.11", Handler: "index.handler" } as const;

describe("an extension of AWS's Rust library", () => {
  it("is told of events, reads every member of every telemetry event, and of the end", async () => {
    const Layers = [await publish("rust", await rustExtensionLayer())];
    await create("rust", await zip(ECHO), { ...NODE, Layers });
    assert.deepEqual(await invoke("rust"), { a: 1 });
    assert.deepEqual(await invoke("rust"), { a: 1 });
    await log("rust", /^rust telemetry PlatformReport/);
    await client.send(new DeleteFunctionCommand({ FunctionName: "rust" }));
    const lines = await log("rust", /^rust event SHUTDOWN/);
    assert.ok(lines.includes("rust event SHUTDOWN spindown"), lines.join("\n"));
    assert.equal(lines.filter((line) => line.startsWith("rust event INVOKE")).length, 2);
    const told = new Set(lines.filter((line) => line.startsWith("rust telemetry")).map((line) => line.split(" ")[2]));
    for (const type of ["InitStart", "InitRuntimeDone", "InitReport", "Extension", "Start", "RuntimeDone", "Report"])
      assert.ok(told.has(`Platform${type}`), `${type} is missing: ${[...told].join(", ")}`);
    assert.ok(told.has("Function") && told.has("PlatformTelemetrySubscription"), [...told].join(", "));
  });
});

describe("the OpenTelemetry extension of the Serverless Framework", () => {
  it("subscribes by the Logs API and is sent reports", async () => {
    const Layers = [await publish("otel", await otelExtensionLayer())];
    const Environment = { Variables: { DO_NOT_WAIT: "1", DEBUG_SLS_OTEL_LAYER: "1" } };
    await create("otel", await zip(ECHO), { ...NODE, Layers, Environment });
    await invoke("otel");
    await invoke("otel");
    const lines = await log("otel", /LOGS: .*"platform.report"/);
    assert.ok(
      lines.some((line) => line.startsWith("LOGS\tName: otel-extension\tState: Subscribed")),
      lines.join("\n"),
    );
    assert.ok(lines.includes("EXTENSION\tName: otel-extension\tState: Ready\tEvents: [INVOKE, SHUTDOWN]"));
  });
});

describe("the AWS Lambda Web Adapter", () => {
  it("makes a function of a web server that knows nothing of Lambda", async () => {
    const server = `
import http.server, json
class App(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"path": self.path, "who": self.headers["x-who"]}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
http.server.ThreadingHTTPServer(("127.0.0.1", 8080), App).serve_forever()
`;
    const bootstrap = { content: "#!/bin/sh\nexec python3 -u /var/task/app.py\n", mode: 0o755 };
    const Layers = [await publish("adapter", await webAdapterLayer())];
    const settings = { Runtime: "provided.al2023", Handler: "any", Layers } as const;
    await create("web", await zip({ bootstrap, "app.py": server }), settings);
    const http = { method: "GET", path: "/a/b", protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" };
    const event = {
      version: "2.0",
      routeKey: "$default",
      rawPath: "/a/b",
      rawQueryString: "c=d",
      headers: { "x-who": "me", host: "example.org" },
      requestContext: {
        accountId: "000000000000",
        apiId: "x",
        domainName: "example.org",
        domainPrefix: "x",
        http,
        requestId: "r",
        routeKey: "$default",
        stage: "$default",
        time: "01/Jan/2026:00:00:00 +0000",
        timeEpoch: 1_767_225_600_000,
      },
      isBase64Encoded: false,
    };
    for (let round = 0; round < 2; round++) {
      const { statusCode, body } = (await invoke("web", event)) as { statusCode: number; body: string };
      assert.equal(statusCode, 200);
      assert.deepEqual(JSON.parse(body), { path: "/a/b?c=d", who: "me" });
    }
  });
});

describe("lambda-sigterm, an extension within the Python runtime", () => {
  it("has the function told of its end", async () => {
    const source = `
import signal, sys
from lambda_sigterm import register
def end(*_):
    print("ends in good order", flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
register()
def handler(event, context):
    return event
`;
    await create("sigterm", await pythonFunction("sigterm", ["lambda-sigterm==0.1.2", "urllib3"], source), PYTHON);
    assert.deepEqual(await invoke("sigterm"), { a: 1 });
    await client.send(new DeleteFunctionCommand({ FunctionName: "sigterm" }));
    const lines = await log("sigterm", /^ends in good order/);
    assert.ok(lines.includes("EXTENSION\tName: lambda-sigterm\tState: Ready\tEvents: []"), lines.join("\n"));
  });
});

describe("Powertools for AWS Lambda", () => {
  it("logs and measures in TypeScript's runtime", async () => {
    const source = `
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
const logger = new Logger({ serviceName: "shop" });
const metrics = new Metrics({ namespace: "Shop", serviceName: "shop" });
export const handler = async (event, context) => {
  logger.addContext(context);
  logger.info("sold", { event });
  metrics.captureColdStartMetric();
  metrics.addMetric("sales", MetricUnit.Count, 2);
  metrics.publishStoredMetrics();
  return event;
};`;
    const dependencies = { "@aws-lambda-powertools/logger": "2.36.0", "@aws-lambda-powertools/metrics": "2.36.0" };
    await create("powertools-node", await nodeFunction("powertools-node", dependencies, source), NODE);
    assert.deepEqual(await invoke("powertools-node"), { a: 1 });
    const lines = await log("powertools-node", /^REPORT/);
    const entries = lines
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const sold = entries.find(({ message }) => message === "sold");
    assert.deepEqual(
      [sold?.["function_name"], sold?.["cold_start"], sold?.["service"], sold?.["event"]],
      ["powertools-node", true, "shop", { a: 1 }],
    );
    assert.equal(entries.find((entry) => "sales" in entry)?.["sales"], 2, lines.join("\n"));
  });

  it("logs, measures and traces in Python", async () => {
    const source = `
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
logger = Logger(service="shop")
metrics = Metrics(namespace="Shop", service="shop")
@metrics.log_metrics(capture_cold_start_metric=True)
@logger.inject_lambda_context(log_event=True)
def handler(event, context):
    logger.info("sold")
    metrics.add_metric(name="sales", unit=MetricUnit.Count, value=2)
    return event
`;
    const packages = ["aws-lambda-powertools==3.37.0"];
    await create("powertools-python", await pythonFunction("powertools-python", packages, source), PYTHON);
    assert.deepEqual(await invoke("powertools-python"), { a: 1 });
    const lines = await log("powertools-python", /^REPORT/);
    const entries = lines
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const sold = entries.find(({ message }) => message === "sold");
    assert.deepEqual([sold?.["function_name"], sold?.["cold_start"]], ["powertools-python", true], lines.join("\n"));
    assert.deepEqual(entries.find((entry) => "sales" in entry)?.["sales"], [2], lines.join("\n"));
  });
});
