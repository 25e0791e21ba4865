// Tenant isolation with real runtimes: what the function is told, what it shares with nobody, and what its log says.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type InvokeCommandOutput,
  InvokeWithResponseStreamCommand,
  type LambdaClient,
  type Runtime,
} from "@aws-sdk/client-lambda";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

const NODE = `
const fs = require("node:fs");
let count = 0;
exports.handler = async (event, context) => {
  console.log("called");
  fs.appendFileSync("/tmp/seen", context.tenantId + ";");
  return { tenant: context.tenantId, count: ++count, seen: fs.readFileSync("/tmp/seen", "utf8") };
};`;
const PYTHON = `
import logging
count = 0
def handler(event, context):
    global count
    count += 1
    logging.getLogger().warning("called")
    with open("/tmp/seen", "a") as file:
        file.write(context.tenant_id + ";")
    return {"tenant": context.tenant_id, "count": count, "seen": open("/tmp/seen").read()}
`;
const LANGUAGES: readonly { runtime: Runtime; file: string; source: string }[] = [
  { runtime: "nodejs22.x", file: "index.js", source: NODE },
  { runtime: "nodejs24.x", file: "index.js", source: NODE },
  { runtime: "python3.11", file: "index.py", source: PYTHON },
];

/** A line of the platform has a record, one of the function a message. */
interface LogLine {
  readonly type?: string;
  readonly record?: { readonly tenantId?: string };
  readonly message?: string;
  readonly tenantId?: string;
}

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

function invoke(FunctionName: string, TenantId: string | undefined): Promise<InvokeCommandOutput> {
  return client.send(
    new InvokeCommand({ FunctionName, LogType: "Tail", ...(TenantId === undefined ? {} : { TenantId }) }),
  );
}

for (const { runtime, file, source } of LANGUAGES)
  describe(`tenants of a function on ${runtime}`, () => {
    const FunctionName = runtime.replace(".", "");
    before(() =>
      createFunction(client, {
        FunctionName,
        Runtime: runtime,
        Handler: "index.handler",
        TenancyConfig: { TenantIsolationMode: "PER_TENANT" },
        LoggingConfig: { LogFormat: "JSON" },
        files: { [file]: source },
      }),
    );

    it("share neither memory nor /tmp", async () => {
      const got = [];
      for (const tenant of ["blue", "green", "blue", "green", "a b/c"])
        got.push(JSON.parse(Buffer.from((await invoke(FunctionName, tenant)).Payload ?? []).toString()));
      assert.deepEqual(got, [
        { tenant: "blue", count: 1, seen: "blue;" },
        { tenant: "green", count: 1, seen: "green;" },
        { tenant: "blue", count: 2, seen: "blue;blue;" },
        { tenant: "green", count: 2, seen: "green;green;" },
        { tenant: "a b/c", count: 1, seen: "a b/c;" },
      ]);
    });

    it("are named in the log, by the platform and by the runtime", async () => {
      const { LogResult } = await invoke(FunctionName, "blue");
      const lines = Buffer.from(LogResult ?? "", "base64")
        .toString()
        .trimEnd()
        .split("\n");
      const logged = lines.map((line) => JSON.parse(line) as LogLine);
      assert.equal(logged.find(({ type }) => type === "platform.start")?.record?.tenantId, "blue");
      assert.equal(logged.find(({ message }) => message === "called")?.tenantId, "blue");
    });

    it("must be named, by whoever invokes it", async () => {
      await assert.rejects(invoke(FunctionName, undefined), { name: "InvalidParameterValueException" });
      const stream = new InvokeWithResponseStreamCommand({ FunctionName });
      await assert.rejects(client.send(stream), { name: "InvalidParameterValueException" });
      await assert.rejects(invoke(FunctionName, "no#such"), { name: "ValidationException" });
      const { TenancyConfig } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
      assert.deepEqual(TenancyConfig, { TenantIsolationMode: "PER_TENANT" });
    });
  });
