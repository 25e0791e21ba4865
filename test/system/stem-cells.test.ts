// A function that starts in a runtime which was booted ahead lives exactly as one that was booted for it, on every tier.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { InvokeCommand, type LambdaClient, type Runtime } from "@aws-sdk/client-lambda";
import type { StemState } from "../../src/invoke/index.ts";
import { INTERNAL } from "./extension-programs.ts";
import { HearthProcess, type HearthOptions, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

/** `nobody`. */
const UNPRIVILEGED_UID = 65_534;

/** Tells everything a function can see of how it was started; ends when it is told to. */
const NODE = `
const fs = require("node:fs");
exports.handler = async (event, context) => {
  if (event.keep) fs.writeFileSync("/tmp/kept", event.keep);
  if (event.exit) process.exit(7);
  console.log("hello", event.name);
  return { environment: Object.entries(process.env), folder: process.cwd(), code: fs.readdirSync("/var/task"), opt: fs.readdirSync("/opt"),
    tmp: fs.readdirSync("/tmp"), argv: process.argv, flags: process.execArgv, paths: module.paths, name: context.functionName,
    memory: context.memoryLimitInMB, main: String(process.mainModule), zone: new Date(0).toString(), locale: Intl.DateTimeFormat().resolvedOptions() };
};
`;
const PYTHON = `
import locale, os, sys, time
def handler(event, context):
    if event.get("keep"):
        open("/tmp/kept", "w").write(event["keep"])
    if event.get("exit"):
        os._exit(7)
    print("hello", event.get("name"))
    return {"environment": list(os.environ.items()), "folder": os.getcwd(), "code": os.listdir("/var/task"), "opt": os.listdir("/opt"),
            "tmp": os.listdir("/tmp"), "argv": sys.argv, "path": sys.path, "name": context.function_name, "flags": str(sys.flags),
            "word": "é", "memory": context.memory_limit_in_mb, "zone": time.tzname, "locale": locale.getpreferredencoding(False)}
`;
const LANGUAGES: readonly { runtime: Runtime; file: string; source: string }[] = [
  { runtime: "nodejs22.x", file: "index.js", source: NODE },
  { runtime: "nodejs24.x", file: "index.js", source: NODE },
  { runtime: "python3.11", file: "index.py", source: PYTHON },
];

const isRoot = process.getuid?.() === 0;
const TIERS: Readonly<Record<string, HearthOptions>> = {
  ...(isRoot ? { "namespace-root": {} } : {}),
  "namespace-rootless": isRoot ? { uid: UNPRIVILEGED_UID } : {},
};

for (const [tier, options] of Object.entries(TIERS))
  describe(`stem cells, ${tier}`, () => {
    let hearth: HearthProcess;
    let client: LambdaClient;
    before(async () => {
      hearth = await HearthProcess.start({ ...options, flags: ["--tier", tier] });
      client = lambdaClient(hearth.endpoint);
    });
    after(async () => {
      client.destroy();
      await hearth.dispose();
    });

    for (const { runtime, file, source } of LANGUAGES)
      it(`${runtime} starts from one as it starts by itself`, async () => {
        const prefix = runtime.replace(".", "");
        const settings = {
          Runtime: runtime,
          Handler: "index.handler",
          Environment: { Variables: { COLOUR: "blue", PATH: "/bin" } },
        };
        const names = [`${prefix}-first`, `${prefix}-other`] as const;
        for (const FunctionName of names)
          await createFunction(client, {
            FunctionName,
            ...settings,
            files: { [file]: source, [`only-${FunctionName}`]: "" },
          });
        const earlier = await stems(hearth);
        const direct = await invoke(client, names[0], { name: "x" });
        await stemFor(hearth, runtime);
        const early = await invoke(client, names[1], { name: "x" });
        const since = await stems(hearth);
        assert.deepEqual([since.misses - earlier.misses, since.hits - earlier.hits], [1, 1]);
        assert.deepEqual(comparable(early, names[1]), comparable(direct, names[0]));

        // The failure ends the runtime; the next one is started directly, in the same place.
        assert.match((await invoke(client, names[1], { keep: "it", exit: true })).payload, /Runtime\.ExitError|exited/);
        const again = await invoke(client, names[1], { name: "x" });
        assert.deepEqual(
          (JSON.parse(again.payload) as { tmp: string[] }).tmp.filter((name) => name !== "lost+found"),
          ["kept"],
        );
        assert.doesNotMatch(again.log, /Init Duration/);
      });

    it("a function with an extension within its runtime starts from one", async () => {
      const files = { "index.mjs": INTERNAL };
      await createFunction(client, {
        FunctionName: "internal",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        files,
      });
      await stemFor(hearth, "nodejs22.x");
      const earlier = await stems(hearth);
      await invoke(client, "internal", {});
      assert.equal((await stems(hearth)).hits - earlier.hits, 1);
      const { payload } = await invoke(client, "internal", {});
      const { seen } = JSON.parse(payload) as { seen: unknown[] };
      assert.equal(seen[2], "INVOKE", payload);
    });

    it("a function that changes how the interpreter starts boots by itself", async () => {
      const earlier = await stems(hearth);
      const Environment = { Variables: { NODE_OPTIONS: "--no-deprecation" } };
      const files = { "index.js": NODE };
      await createFunction(client, {
        FunctionName: "own-options",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Environment,
        files,
      });
      const { payload } = await invoke(client, "own-options", {});
      assert.match(payload, /NODE_OPTIONS/);
      const since = await stems(hearth);
      assert.deepEqual([since.misses, since.hits], [earlier.misses, earlier.hits]);
    });
  });

interface Answer {
  readonly payload: string;
  readonly log: string;
}

async function invoke(client: LambdaClient, FunctionName: string, event: unknown): Promise<Answer> {
  const Payload = Buffer.from(JSON.stringify(event));
  const { Payload: payload, LogResult } = await client.send(
    new InvokeCommand({ FunctionName, LogType: "Tail", Payload }),
  );
  return { payload: Buffer.from(payload ?? []).toString(), log: Buffer.from(LogResult ?? "", "base64").toString() };
}

/** Without what differs between any two environments. */
function comparable({ payload, log }: Answer, name: string): unknown {
  const clean = (text: string): string =>
    text
      .replaceAll(name, "NAME")
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
      .replaceAll(/[\d.]+ (ms|MB)/g, "N $1")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
      .replaceAll(/\][0-9a-f]{32}/g, "]STREAM")
      .replaceAll(/Root=[^"]+/g, "TRACE")
      .replaceAll(/[0-9a-f]{64}/g, "TOKEN");
  const seen = JSON.parse(clean(payload)) as { environment: [string, string][] };
  const environment = seen.environment.map(([key, value]) => [
    key,
    /^AWS_(ACCESS|SECRET|SESSION)/.test(key) ? "SECRET" : value,
  ]);
  return { ...seen, environment, log: clean(log), isAscii: Buffer.byteLength(payload) === payload.length };
}

async function stems(hearth: HearthProcess): Promise<StemState> {
  const { token } = JSON.parse(await readFile(join(hearth.dataFolder, "server.json"), "utf8")) as { token: string };
  const answer = await fetch(`${hearth.endpoint}/_hearth/status`, { headers: { "x-hearth-token": token } });
  return ((await answer.json()) as { stems: StemState }).stems;
}

async function stemFor(hearth: HearthProcess, runtime: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if ((await stems(hearth)).waiting.some((kind) => kind.runtime === runtime)) return;
    await pause(20);
  }
  assert.fail(`no stem cell came: ${hearth.output}`);
}
