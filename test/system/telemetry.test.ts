// Extensions that are sent what their function logs, on every tier: by the Telemetry API and by the older Logs API.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  DeleteFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  PublishLayerVersionCommand,
} from "@aws-sdk/client-lambda";
import { COLLECTOR } from "./extension-programs.ts";
import { functionLog } from "./function-log.ts";
import { HearthProcess, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { tiers } from "./tier-options.ts";
import { zip } from "./zip.ts";

/** Answers with what the extension has collected so far. */
const READER = `
const fs = require("node:fs");
const file = (process.env.TMPDIR ?? "/tmp") + "/telemetry.jsonl";
exports.handler = async (event) => {
  console.log(event.say ?? "nothing");
  return fs.readFileSync(file, "utf8").split("\\n").filter(Boolean).map((line) => JSON.parse(line));
};`;

interface Event {
  readonly time: string;
  readonly type: string;
  readonly record: unknown;
}

const HTTP = { protocol: "HTTP" };
const SOON = { maxItems: 1_000, maxBytes: 262_144, timeoutMs: 25 };
const ALL = ["platform", "function", "extension"];

const has = (type: string) => (events: readonly Event[]) => events.some((event) => event.type === type);

function types(events: readonly Event[]): readonly string[] {
  return events.map(({ type }) => type);
}

function recordOf(events: readonly Event[], type: string): unknown {
  return events.find((event) => event.type === type)?.record;
}

for (const { name, options } of tiers()) {
  describe(`telemetry in the ${name} tier`, () => {
    let hearth: HearthProcess;
    let client: LambdaClient;
    let layer: string;

    before(async () => {
      hearth = await HearthProcess.start({ ...options, flags: ["--tier", name] });
      client = lambdaClient(hearth.endpoint);
      const Content = { ZipFile: await zip(COLLECTOR) };
      layer = String((await client.send(new PublishLayerVersionCommand({ LayerName: "l", Content }))).LayerVersionArn);
    });

    after(async () => {
      client.destroy();
      await hearth.dispose();
    });

    async function create(
      FunctionName: string,
      subscription: unknown,
      more: { LoggingConfig?: { LogFormat: "JSON" }; variables?: Record<string, string> } = {},
    ): Promise<void> {
      const { variables, ...settings } = more;
      await createFunction(client, {
        FunctionName,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Layers: [layer],
        Environment: { Variables: { SUBSCRIPTION: JSON.stringify(subscription), ...variables } },
        files: { "index.js": READER },
        ...settings,
      });
    }

    /** Invokes a function until what its extension has collected satisfies `isEnough`. */
    async function collected(
      FunctionName: string,
      isEnough: (events: readonly Event[]) => boolean,
      say = "nothing",
    ): Promise<readonly Event[]> {
      for (let tries = 0; ; tries++) {
        const { Payload, FunctionError } = await client.send(
          new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify({ say })) }),
        );
        const text = Buffer.from(Payload ?? []).toString();
        assert.equal(FunctionError, undefined, text);
        const events = JSON.parse(text) as Event[];
        if (isEnough(events)) return events;
        assert.ok(tries < 100, text);
        await pause(50);
      }
    }

    /** The lines of a function's log, once one of them matches. */
    async function log(functionName: string, until: RegExp): Promise<readonly string[]> {
      return (await functionLog(hearth.endpoint, functionName, until)).map((message) => message.trimEnd());
    }

    it("every event arrives by HTTP, from the beginning of the initialisation on, in order", async () => {
      await create("http", { schemaVersion: "2022-12-13", types: ALL, destination: HTTP, buffering: SOON });
      const events = await collected("http", has("platform.report"), "hello");
      const upTo = types(events).indexOf("platform.report") + 1;
      assert.deepEqual(
        types(events.slice(0, upTo)).filter((type) => type !== "function" && type !== "extension"),
        [
          "platform.initStart",
          "platform.telemetrySubscription",
          "platform.initRuntimeDone",
          "platform.extension",
          "platform.initReport",
          "platform.start",
          "platform.runtimeDone",
          "platform.report",
        ],
      );
      assert.equal(recordOf(events, "extension"), 'subscribed 200 "OK"');
      assert.match(String(recordOf(events, "function")), /\tINFO\thello$/);
      assert.deepEqual(recordOf(events, "platform.telemetrySubscription"), {
        name: "collector",
        state: "Subscribed",
        types: ALL,
      });
      const done = recordOf(events, "platform.runtimeDone") as Record<string, unknown>;
      assert.equal(done["status"], "success");
      assert.ok(events.every(({ time }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time)));
      const lines = await log("http", /^REPORT/);
      const line = "TELEMETRY\tName: collector\tState: Subscribed\tTypes: [Platform, Function, Extension]";
      assert.ok(lines.includes(line), lines.join("\n"));
    });

    it("events arrive by TCP, a line each", async () => {
      await create("tcp", {
        schemaVersion: "2022-07-01",
        types: ["platform"],
        destination: { protocol: "TCP" },
        buffering: SOON,
      });
      const events = await collected("tcp", has("platform.report"));
      assert.ok(types(events).every((type) => type.startsWith("platform.")));
    });

    it("what a function logs as JSON arrives as objects, whatever its level", async () => {
      const subscription = { schemaVersion: "2022-12-13", types: ["function"], destination: HTTP, buffering: SOON };
      await create("json", subscription, { LoggingConfig: { LogFormat: "JSON" } });
      const events = await collected("json", has("function"), "structured");
      const { level, message } = recordOf(events, "function") as Record<string, unknown>;
      assert.deepEqual([level, message], ["INFO", "structured"]);
    });

    it("a batch that was refused is sent again", async () => {
      const subscription = { schemaVersion: "2022-12-13", types: ["platform"], destination: HTTP, buffering: SOON };
      await create("refusing", subscription, { variables: { REFUSALS: "2" } });
      const events = await collected("refusing", has("platform.report"));
      assert.equal(types(events)[0], "platform.initStart");
    });

    it("the rest is sent before the end", async () => {
      const buffering = { ...SOON, timeoutMs: 30_000 };
      await create("rest", { schemaVersion: "2022-12-13", types: ["platform"], destination: HTTP, buffering });
      const [first] = await collected("rest", () => true);
      assert.equal(first, undefined);
      await log("rest", /^REPORT/);
      await client.send(new DeleteFunctionCommand({ FunctionName: "rest" }));
      assert.ok((await log("rest", /^at the end/)).includes("at the end 1 reports"));
    });

    it("nobody subscribes after the initialisation, nor wrongly", async () => {
      const subscription = { schemaVersion: "2022-12-13", types: ["platform"], destination: HTTP };
      await create("late", subscription, { variables: { SUBSCRIBES_LATE: "1" } });
      await collected("late", () => true);
      const closed = {
        errorMessage: "Telemetry API subscription is closed already",
        errorType: "Telemetry.SubscriptionClosed",
      };
      const line = JSON.stringify(closed).replaceAll(/([,:])"/g, '$1 "');
      assert.ok((await log("late", /^late/)).includes(`late 403 ${line}`));
      await create("wrong", { ...subscription, destination: { protocol: "HTTP", URI: "http://example.org:80/" } });
      await collected("wrong", () => true);
      assert.ok((await log("wrong", /^subscribed/)).some((each) => /^subscribed 400 .*"ValidationError"/.test(each)));
    });

    it("the Logs API has events of its own", async () => {
      const destination = { ...HTTP, method: "PUT", encoding: "JSON" };
      await create("logs", { schemaVersion: "2021-03-18", types: ALL, destination, buffering: SOON });
      const events = await collected("logs", has("platform.report"));
      const upTo = types(events).indexOf("platform.report") + 1;
      assert.deepEqual(
        types(events.slice(0, upTo)).filter((type) => type !== "function" && type !== "extension"),
        [
          "platform.logsSubscription",
          "platform.extension",
          "platform.start",
          "platform.runtimeDone",
          "platform.end",
          "platform.report",
        ],
      );
      const { requestId, ...rest } = recordOf(events, "platform.runtimeDone") as Record<string, unknown>;
      assert.deepEqual(rest, { status: "success" });
      assert.deepEqual(recordOf(events, "platform.end"), { requestId });
      const lines = await log("logs", /^REPORT/);
      assert.ok(lines.includes("LOGS\tName: collector\tState: Subscribed\tTypes: [Platform, Function, Extension]"));
    });
  });
}
