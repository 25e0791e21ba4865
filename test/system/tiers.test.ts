// The same functions on every tier that this user can have: what they see of the machine is where the tiers differ.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { tiers } from "./tier-options.ts";

const PROBE = `
import json, os, socket
def reach(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
        return "reached"
    except OSError as error:
        return type(error).__name__
def listing(folder):
    try:
        return sorted(os.listdir(folder))
    except OSError as error:
        return type(error).__name__
def write(path):
    try:
        open(path, "w").close()
        return "written"
    except OSError as error:
        return type(error).__name__
def handler(event, context):
    pids = [name for name in os.listdir("/proc") if name.isdigit()]
    return {"host": reach(event["port"]), "data": listing(event["data"]), "root": listing("/root"), "pids": len(pids),
            "code": write("/var/task/x"), "usr": write("/usr/x"), "tmp": write("/tmp/x"), "uid": os.getuid(),
            "leaked": sorted(name for name in os.environ if name.startswith(("HEARTH", "NODE_EXTRA")))}
`;

async function answer(client: LambdaClient, FunctionName: string, event: unknown): Promise<Record<string, unknown>> {
  const result = await client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }));
  const text = Buffer.from(result.Payload ?? []).toString();
  assert.equal(result.FunctionError, undefined, text);
  return JSON.parse(text) as Record<string, unknown>;
}

for (const { name, isolates, options } of tiers()) {
  describe(`the ${name} tier`, () => {
    let hearth: HearthProcess;
    let client: LambdaClient;

    before(async () => {
      hearth = await HearthProcess.start({ ...options, flags: ["--tier", name], environment: { HEARTH_SECRET: "x" } });
      client = lambdaClient(hearth.endpoint);
    });

    after(async () => {
      client.destroy();
      await hearth.dispose();
    });

    it("is the one that the banner names", () => {
      assert.match(hearth.output, new RegExp(`Sandbox +${name}: `));
    });

    it("runs Node and keeps a warm environment", async () => {
      const files = { "index.js": "let n = 0; exports.handler = async (event) => ({ event, n: ++n });" };
      await createFunction(client, { FunctionName: "node", Runtime: "nodejs22.x", Handler: "index.handler", files });
      for (const n of [1, 2, 3]) assert.deepEqual(await answer(client, "node", { a: n }), { event: { a: n }, n });
    });

    it(isolates ? "shows a guest nothing of the machine" : "shows a guest no more of the environment", async () => {
      const files = { "index.py": PROBE };
      await createFunction(client, { FunctionName: "probe", Runtime: "python3.11", Handler: "index.handler", files });
      const seen = await answer(client, "probe", { port: hearth.port, data: hearth.dataFolder });
      assert.deepEqual([seen["tmp"], seen["leaked"]], ["written", []]);
      if (!isolates) return;
      assert.deepEqual(
        [seen["host"], seen["data"], seen["code"], seen["usr"]],
        ["ConnectionRefusedError", "FileNotFoundError", "OSError", "OSError"],
      );
      assert.ok(["FileNotFoundError", "PermissionError"].includes(String(seen["root"])), String(seen["root"]));
      assert.ok(Number(seen["pids"]) <= 3, `${String(seen["pids"])} processes are visible`);
      assert.notEqual(seen["uid"], 0);
    });
  });
}
