// Extensions in layers, on every tier: their order with the runtime, their events, their log lines, and their failures.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  DeleteFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  PublishLayerVersionCommand,
} from "@aws-sdk/client-lambda";
import { FORGOTTEN, IDLER, INTERNAL, WATCHER } from "./extension-programs.ts";
import { functionLog } from "./function-log.ts";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { tiers } from "./tier-options.ts";
import { zip, type ZipEntry } from "./zip.ts";

const NODE = `
console.log("runtime starts");
exports.handler = async (event) => {
  await new Promise((resolve) => setTimeout(resolve, event.sleepMs ?? 0));
  return "answer";
};`;

interface Report {
  readonly record: { readonly spans: readonly { readonly name: string; readonly durationMs: number }[] };
}

interface Answer {
  readonly error: string | undefined;
  readonly payload: unknown;
}

for (const { name, options } of tiers()) {
  describe(`extensions in the ${name} tier`, () => {
    let hearth: HearthProcess;
    let client: LambdaClient;

    before(async () => {
      hearth = await HearthProcess.start({ ...options, flags: ["--tier", name] });
      client = lambdaClient(hearth.endpoint);
    });

    after(async () => {
      client.destroy();
      await hearth.dispose();
    });

    async function create(
      FunctionName: string,
      layer: Readonly<Record<string, ZipEntry>>,
      Variables: Record<string, string> = {},
      settings: { Timeout?: number; LoggingConfig?: { LogFormat: "JSON" } } = {},
    ): Promise<void> {
      const Content = { ZipFile: await zip(layer) };
      const { LayerVersionArn } = await client.send(
        new PublishLayerVersionCommand({ LayerName: FunctionName, Content }),
      );
      await createFunction(client, {
        FunctionName,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Layers: [String(LayerVersionArn)],
        Environment: { Variables },
        files: { "index.js": NODE },
        ...settings,
      });
    }

    async function invoke(FunctionName: string, event: unknown = {}): Promise<Answer> {
      const result = await client.send(
        new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }),
      );
      const payload: unknown = JSON.parse(Buffer.from(result.Payload ?? []).toString());
      return { error: result.FunctionError, payload };
    }

    /** The lines of a function's log, once one of them matches. */
    async function log(functionName: string, until: RegExp): Promise<readonly string[]> {
      return (await functionLog(hearth.endpoint, functionName, until)).map((message) => message.trimEnd());
    }

    it("start before the runtime, are told of invocations, and of the end", async () => {
      await create("full", { ...WATCHER, ...IDLER });
      assert.deepEqual(await invoke("full"), { error: undefined, payload: "answer" });
      assert.deepEqual(await invoke("full"), { error: undefined, payload: "answer" });
      await client.send(new DeleteFunctionCommand({ FunctionName: "full" }));
      const lines = await log("full", /late by/);
      const at = (what: RegExp): number => lines.findIndex((line) => what.test(line));
      assert.ok(at(/registered/) < at(/runtime starts/) && at(/idler waits/) < at(/runtime starts/), lines.join("\n"));
      const me = {
        functionVersion: "$LATEST",
        functionName: "full",
        handler: "index.handler",
        accountId: "000000000000",
      };
      assert.ok(
        lines.includes(`watcher registered ${JSON.stringify(me).replaceAll(/([,:])"/g, '$1 "')}`),
        lines.join("\n"),
      );
      assert.ok(lines.includes("watcher hidden []"));
      assert.deepEqual(
        lines.filter((line) => line.startsWith("EXTENSION")),
        [
          "EXTENSION\tName: idler\tState: Ready\tEvents: []",
          "EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]",
        ],
      );
      const events = lines.flatMap((line) => {
        const json = /^watcher (\{"eventType.*)/.exec(line)?.[1];
        return json === undefined ? [] : [JSON.parse(json) as Record<string, unknown>];
      });
      assert.deepEqual(
        events.map(({ eventType, shutdownReason }) => [eventType, shutdownReason]),
        [
          ["INVOKE", undefined],
          ["INVOKE", undefined],
          ["SHUTDOWN", "spindown"],
        ],
      );
      const [first] = events;
      assert.deepEqual(Object.keys(first ?? {}), [
        "eventType",
        "deadlineMs",
        "requestId",
        "invokedFunctionArn",
        "tracing",
      ]);
      assert.ok(lines.some((line) => line.startsWith(`START RequestId: ${String(first?.["requestId"])} `)));
      assert.ok(lines.includes("watcher late by False"));
    });

    it("keep an invocation open until they are done, while the caller has its answer", async () => {
      await create("slow", WATCHER, { WATCHER_WORKS_S: "1.5" });
      const startedMs = performance.now();
      assert.equal((await invoke("slow")).payload, "answer");
      const answeredMs = performance.now() - startedMs;
      const report = (await log("slow", /^REPORT/)).find((line) => line.startsWith("REPORT"));
      const [durationMs, initMs] = ["\tDuration", "Init Duration"].map((what) =>
        Number(new RegExp(`${what}: ([\\d.]+) ms`).exec(String(report))?.[1]),
      );
      assert.ok(Number(durationMs) >= 1_500, report);
      assert.ok(answeredMs < Number(durationMs) + Number(initMs), `answered after ${answeredMs} ms: ${report}`);
    });

    it("that crash fail the invocation, and the next one begins anew", async () => {
      await create("crash", WATCHER, { WATCHER_CRASH: "1" });
      const { error, payload } = await invoke("crash", { sleepMs: 2_000 });
      assert.equal(error, "Unhandled");
      const { errorType, errorMessage } = payload as Record<string, string>;
      assert.equal(errorType, "Extension.Crash");
      assert.match(String(errorMessage), /^RequestId: [0-9a-f-]{36} Error: exit status 7$/);
      assert.equal((await invoke("crash", { sleepMs: 2_000 })).error, "Unhandled");
      const lines = await log("crash", /^REPORT .*Error Type: Extension.Crash/);
      assert.ok(lines.some((line) => /^REPORT .*Status: error\tError Type: Extension.Crash$/.test(line)));
    });

    it("are told that time is up", async () => {
      await create("late", WATCHER, {}, { Timeout: 1 });
      const { payload } = await invoke("late", { sleepMs: 5_000 });
      assert.equal((payload as Record<string, string>)["errorType"], "Sandbox.Timedout");
      const lines = await log("late", /^REPORT/);
      assert.ok(
        lines.some((line) => line.includes('"shutdownReason": "timeout"')),
        lines.join("\n"),
      );
      assert.equal((await invoke("late")).payload, "answer");
    });

    it("that cannot get ready fail the initialisation", async () => {
      await create("init-error", WATCHER, { WATCHER_INIT_ERROR: "1" });
      const { payload } = await invoke("init-error");
      assert.equal((payload as Record<string, string>)["errorType"], "Extension.InitError");
      const lines = await log("init-error", /^REPORT/);
      const line =
        "EXTENSION\tName: watcher\tState: InitError\tEvents: [INVOKE, SHUTDOWN]\tError Type: Extension.ConfigInvalid";
      assert.ok(lines.includes(line), lines.join("\n"));
      assert.ok(
        lines.some((each) => /^INIT_REPORT .*Phase: init\tStatus: error\tError Type: Extension.InitError$/.test(each)),
      );
    });

    it("that cannot be executed are named", async () => {
      await create("forgotten", FORGOTTEN);
      const { payload } = await invoke("forgotten");
      assert.equal((payload as Record<string, string>)["errorType"], "Extension.LaunchError");
      const lines = await log("forgotten", /^REPORT/);
      assert.ok(
        lines.includes("EXTENSION\tName: forgotten\tState: LaunchError\tEvents: []\tError Type: PermissionDenied"),
      );
    });

    it("beyond the tenth are refused", async () => {
      const many = Array.from(
        { length: 11 },
        (_, index) => [`extensions/e${10 + index}`, Object.values(IDLER)[0]] as const,
      );
      await create(
        "many",
        Object.fromEntries(many.flatMap(([path, entry]) => (entry === undefined ? [] : [[path, entry]]))),
      );
      const { payload } = await invoke("many");
      assert.equal((payload as Record<string, string>)["errorType"], "Extension.LaunchError");
      const lines = await log("many", /^REPORT/);
      assert.ok(lines.includes("EXTENSION\tName: e20\tState: LaunchError\tEvents: []\tError Type: TooManyExtensions"));
    });

    it("stand in the JSON log as the Telemetry API shows them", async () => {
      await create("json", WATCHER, { WATCHER_WORKS_S: "0.2" }, { LoggingConfig: { LogFormat: "JSON" } });
      await invoke("json");
      const lines = await log("json", /platform.report/);
      const line = lines.find((each) => each.includes("platform.extension"));
      const { type, record } = JSON.parse(String(line)) as Record<string, unknown>;
      const expected = { name: "watcher", state: "Ready", events: ["INVOKE", "SHUTDOWN"] };
      assert.deepEqual({ type, record }, { type: "platform.extension", record: expected });
      const report = JSON.parse(String(lines.find((each) => each.includes("platform.report")))) as Report;
      assert.deepEqual(
        report.record.spans.map((span) => span.name),
        ["extensionOverhead"],
      );
      assert.ok(Number(report.record.spans[0]?.durationMs) >= 100, JSON.stringify(report));
    });

    it("are told when the server stops, which waits for them", async () => {
      await create("stopped", WATCHER);
      await invoke("stopped");
      await log("stopped", /^REPORT/);
      await hearth.end();
      hearth = await HearthProcess.start({ ...options, flags: ["--tier", name], dataFolder: hearth.dataFolder });
      client = lambdaClient(hearth.endpoint);
      const lines = await log("stopped", /^watcher late by/);
      assert.ok(
        lines.some((line) => line.includes('"shutdownReason": "spindown"')),
        lines.join("\n"),
      );
    });

    it("may be part of the runtime", async () => {
      const files = { "index.mjs": INTERNAL };
      await createFunction(client, {
        FunctionName: "internal",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        files,
      });
      await invoke("internal");
      // By then the extension has waited again, and so has seen the first.
      const { payload } = await invoke("internal");
      const { seen, late } = payload as { seen: unknown[]; late: string };
      const wrong = "SHUTDOWN: ShutdownEventNotSupportedForInternalExtension";
      assert.deepEqual(seen.slice(0, 3), [
        { errorMessage: wrong, errorType: "Extension.InvalidEventType" },
        "Extension.InvalidExtensionState",
        "INVOKE",
      ]);
      assert.equal(late, "Extension.RegistrationClosed");
      await client.send(new DeleteFunctionCommand({ FunctionName: "internal" }));
      const lines = await log("internal", /told to end/);
      assert.ok(lines.includes("EXTENSION\tName: internal\tState: Ready\tEvents: [INVOKE]"), lines.join("\n"));
    });
  });
}
