import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { tiers } from "./tier-options.ts";

const ROOT = "1-5759e988-bd862e3fe1be46a994272793";
const PARENT = "53995c3f42cd8ad8";
const CALLER = `Root=${ROOT};Parent=${PARENT};Sampled=1;Lineage=a87bd80c:0`;

/** Of the caller, and the function counted in it. */
const LINEAGE = String.raw`Lineage=a87bd80c:0\|[0-9a-f]{8}:0`;

/** Answers its tracing header; sends a segment to the daemon that the variables name, which it can only if there is one. */
const SOURCE = `
const dgram = require("node:dgram");
exports.handler = async () => {
  const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(":");
  if (host !== process.env._AWS_XRAY_DAEMON_ADDRESS || port !== process.env._AWS_XRAY_DAEMON_PORT) throw new Error("two daemons");
  const socket = dgram.createSocket("udp4");
  await new Promise((resolve, reject) => socket.connect(Number(port), host, (error) => (error ? reject(error) : resolve())));
  const segment = '{"format":"json","version":1}\\n{"name":"a"}';
  // The second one fails where the first was refused.
  for (let n = 0; n < 2; n++) {
    await new Promise((resolve, reject) => socket.send(segment, (error) => (error ? reject(error) : resolve())));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  socket.close();
  return process.env._X_AMZN_TRACE_ID;
};`;

/** The header that the function was given, and the log of its invocation. */
async function trace(
  client: LambdaClient,
  FunctionName: string,
  header?: string,
): Promise<{ given: string; log: string }> {
  const command = new InvokeCommand({ FunctionName, LogType: "Tail" });
  if (header !== undefined)
    command.middlewareStack.add(
      (next) => (args) => {
        const { request } = args;
        if (typeof request === "object" && request !== null && "headers" in request)
          Object.assign(request.headers as object, { "x-amzn-trace-id": header });
        return next(args);
      },
      { step: "build" },
    );
  const { Payload, FunctionError, LogResult } = await client.send(command);
  const text = Buffer.from(Payload ?? []).toString();
  assert.equal(FunctionError, undefined, text);
  return { given: String(JSON.parse(text)), log: Buffer.from(LogResult ?? "", "base64").toString() };
}

for (const tier of tiers())
  describe(`tracing: ${tier.name}`, () => {
    let hearth: HearthProcess;
    let client: LambdaClient;

    before(async () => {
      hearth = await HearthProcess.start({ ...tier.options, flags: ["--tier", tier.name] });
      client = lambdaClient(hearth.endpoint);
      const usual = { Runtime: "nodejs24.x", Handler: "index.handler", MemorySize: 128, Timeout: 15 } as const;
      const files = { "index.js": SOURCE };
      await createFunction(client, { ...usual, FunctionName: "active", files, TracingConfig: { Mode: "Active" } });
      await createFunction(client, { ...usual, FunctionName: "passing", files });
    });

    after(async () => {
      client.destroy();
      await hearth.dispose();
    });

    it("passes the caller's header on", async () => {
      const { given, log } = await trace(client, "passing", CALLER);
      assert.match(given, new RegExp(`^Root=${ROOT};Parent=${PARENT};Sampled=1;${LINEAGE}$`));
      assert.match(log, new RegExp(`\nXRAY TraceId: ${ROOT}\tSegmentId: ${PARENT}\tSampled: true`));
    });

    it("samples nothing of itself unless tracing is active", async () => {
      const { given, log } = await trace(client, "passing");
      assert.match(given, /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=[0-9a-f]{8}:0$/);
      assert.ok(!log.includes("XRAY"));
    });

    it("samples, and is a segment of its own, where tracing is active", async () => {
      const [own, callers] = [await trace(client, "active"), await trace(client, "active", CALLER)];
      const [, segment] =
        /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=([0-9a-f]{16});Sampled=1;Lineage=[0-9a-f]{8}:0$/.exec(own.given) ?? [];
      assert.ok(segment !== undefined && own.log.includes(`\tSegmentId: ${segment}\t`), own.given);
      assert.match(callers.given, new RegExp(`^Root=${ROOT};Parent=[0-9a-f]{16};Sampled=1;${LINEAGE}$`));
      assert.ok(!callers.given.includes(PARENT));
    });
  });
