// Extensions and runtimes that will not end, on every tier: they have the time that AWS gives them, and no more.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { it } from "node:test";
import {
  DeleteFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  PublishLayerVersionCommand,
} from "@aws-sdk/client-lambda";
import { HANGER } from "./extension-programs.ts";
import { descendantsOf } from "./footprint.ts";
import { functionLog } from "./function-log.ts";
import { HearthProcess, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { tiers } from "./tier-options.ts";
import { zip } from "./zip.ts";

const HANDLER = `
process.on("SIGTERM", () => console.log("runtime stays"));
setInterval(() => undefined, 1_000);
exports.handler = async () => "answer";`;
/** With external extensions (AWS Lambda execution environment, "Shutdown phase"). */
const BUDGET_MS = 2_000;

/** How many of these processes are still the extension. */
async function extensionsAmong(pids: readonly number[]): Promise<number> {
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return commands.filter((command) => command.includes("extensions/hanger")).length;
}

async function createHanging(client: LambdaClient, FunctionName: string): Promise<void> {
  const Content = { ZipFile: await zip(HANGER) };
  const { LayerVersionArn } = await client.send(new PublishLayerVersionCommand({ LayerName: FunctionName, Content }));
  await createFunction(client, {
    FunctionName,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Layers: [String(LayerVersionArn)],
    files: { "index.js": HANDLER },
  });
}

for (const { name, options } of tiers())
  it(`in the ${name} tier, who ignores the end is killed when time is up`, async () => {
    const hearth = await HearthProcess.start({ ...options, flags: ["--tier", name] });
    const client = lambdaClient(hearth.endpoint);
    try {
      await createHanging(client, "stays");
      const { Payload } = await client.send(new InvokeCommand({ FunctionName: "stays" }));
      assert.equal(Payload?.transformToString(), '"answer"');
      const running = await descendantsOf(hearth.child.pid ?? 0);
      assert.ok((await extensionsAmong(running)) > 0);
      const startedMs = performance.now();
      await client.send(new DeleteFunctionCommand({ FunctionName: "stays" }));
      const text = (await functionLog(hearth.endpoint, "stays", /hanger was told/)).join("");
      assert.match(text, /runtime stays\n[\s\S]*hanger was told .*"shutdownReason":"spindown"/);
      for (let tries = 0; (await extensionsAmong(running)) > 0; tries++) {
        assert.ok(tries < 400, "it was not killed");
        await pause(50);
      }
      assert.ok(performance.now() - startedMs >= BUDGET_MS, "it had its time");
    } finally {
      client.destroy();
      await hearth.dispose();
    }
  });
