// Layers in real functions: the search paths of each language, programs and libraries, and what remains after deletions.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionCommand,
  InvokeCommand,
  type LambdaClient,
  PublishLayerVersionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { HearthProcess, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { zip, type ZipEntry } from "./zip.ts";

type Files = Readonly<Record<string, string | ZipEntry>>;

const NODE = `
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
exports.handler = async () => ({
  shared: require("shared"),
  own: require("own"),
  tool: execFileSync("layer-tool", { encoding: "utf8" }).trim(),
  library: process.env.LD_LIBRARY_PATH.split(":").some((folder) => fs.existsSync(folder + "/libnothing.so")),
  writable: writable(),
});
function writable() {
  try {
    fs.writeFileSync(require.resolve("own"), "changed");
    return true;
  } catch {
    return false;
  }
}
`;
const PYTHON = `
import subprocess, flat, sited
def handler(event, context):
    tool = subprocess.run(["layer-tool"], capture_output=True, text=True, check=True).stdout.strip()
    return {"flat": flat.VALUE, "sited": sited.VALUE, "tool": tool}
`;
const tool = (answer: string): Files => ({
  "bin/layer-tool": { content: `#!/bin/sh\necho ${answer}\n`, mode: 0o755 },
});
const FIRST: Files = {
  ...tool("first"),
  "lib/libnothing.so": "no library, but found",
  "nodejs/node_modules/own/index.js": "module.exports = 'first own';",
  "nodejs/node_modules/shared/index.js": "module.exports = 'first shared';",
  "python/flat.py": "VALUE = 'first flat'",
};
const SECOND: Files = {
  ...tool("second"),
  "nodejs/node_modules/shared/index.js": "module.exports = 'second shared';",
  "python/lib/python3.11/site-packages/sited.py": "VALUE = 'second sited'",
};
/** What the Node function finds in the second layer over the first. */
const FOUND = { own: "first own", shared: "second shared", tool: "second", library: true, writable: false };

let hearth: HearthProcess;
let client: LambdaClient;
/** Made once, since a zip also says when it was made. */
let first: Buffer;
let second: Buffer;

before(async () => {
  [first, second] = [await zip(FIRST), await zip(SECOND)];
  hearth = await HearthProcess.start();
  client = lambdaClient(hearth.endpoint);
});
after(async () => {
  client.destroy();
  await hearth.dispose();
});

async function publish(LayerName: string, ZipFile: Buffer): Promise<string> {
  const Content = { ZipFile };
  const { LayerVersionArn } = await client.send(new PublishLayerVersionCommand({ LayerName, Content }));
  return String(LayerVersionArn);
}

async function invoke(FunctionName: string): Promise<unknown> {
  const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName }));
  const text = Buffer.from(Payload ?? []).toString();
  assert.equal(FunctionError, undefined, text);
  return JSON.parse(text);
}

async function setLayers(FunctionName: string, Layers: string[]): Promise<void> {
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers }));
  for (;;) {
    const { LastUpdateStatus } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    if (LastUpdateStatus === "Successful") return;
    assert.equal(LastUpdateStatus, "InProgress");
    await pause(5);
  }
}

function mergedFolders(): readonly string[] {
  const folder = join(hearth.dataFolder, "layers");
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("merged-")) : [];
}

describe("a Node function", () => {
  it("requires modules, runs programs and finds libraries of its layers, the later one's first", async () => {
    const layers = [await publish("first", first), await publish("second", second)];
    const files = { "index.js": NODE };
    await createFunction(client, {
      FunctionName: "node",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Layers: layers,
      files,
    });
    assert.deepEqual(await invoke("node"), FOUND);
    await setLayers("node", layers.toReversed());
    assert.deepEqual(await invoke("node"), { ...FOUND, shared: "first shared", tool: "first" });
  });

  it("imports modules of its layers, those for its version of Node first", async () => {
    const packages = await zip({
      "nodejs/node22/node_modules/versioned/index.mjs": "export default 'for 22';",
      "nodejs/node22/node_modules/versioned/package.json": '{ "exports": "./index.mjs" }',
      "nodejs/node_modules/versioned/index.mjs": "export default 'for all';",
      "nodejs/node_modules/versioned/package.json": '{ "exports": "./index.mjs" }',
    });
    const layers = [await publish("modules", packages), await publish("shared-modules", first)];
    const files = {
      "index.mjs": `import versioned from "versioned"; import shared from "shared";
export const handler = async () => ({ versioned, shared });`,
    };
    const settings = { Runtime: "nodejs22.x", Handler: "index.handler", Layers: layers, files } as const;
    await createFunction(client, { FunctionName: "modern", ...settings });
    assert.deepEqual(await invoke("modern"), { versioned: "for 22", shared: "first shared" });
  });
});

describe("a Python function", () => {
  it("imports modules from both folders of its layers, and runs programs", async () => {
    const layers = [await publish("third", first), await publish("fourth", second)];
    const files = { "index.py": PYTHON };
    await createFunction(client, {
      FunctionName: "python",
      Runtime: "python3.11",
      Handler: "index.handler",
      Layers: layers,
      files,
    });
    assert.deepEqual(await invoke("python"), { flat: "first flat", sited: "second sited", tool: "second" });
  });
});

describe("a custom runtime", () => {
  it("can come from a layer", async () => {
    const bootstrap = `#!/bin/sh
while true; do
  id=$(curl -sSD - -o /tmp/event "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next" |
    tr -d '\\r' | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
  curl -sS -o /dev/null -d "{\\"from\\":\\"$0\\"}" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response"
done
`;
    const layers = [await publish("runtime", await zip({ bootstrap: { content: bootstrap, mode: 0o755 } }))];
    const files = { "nothing.txt": "" };
    await createFunction(client, {
      FunctionName: "custom",
      Runtime: "provided.al2023",
      Handler: "any",
      Layers: layers,
      files,
    });
    assert.deepEqual(await invoke("custom"), { from: "/opt/bootstrap" });
  });
});

describe("on disk", () => {
  it("functions share one folder, which outlives their layers and a kill, and goes with the last of them", async () => {
    const layers = [await publish("fifth", first), await publish("sixth", second)];
    // The same content as that of the functions above.
    await createFunction(client, {
      FunctionName: "other",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Layers: layers,
      files: { "index.js": NODE },
    });
    assert.equal(mergedFolders().length, 3, "one for each order, and one for the modules");
    for (const LayerName of ["first", "second", "third", "fourth", "fifth", "sixth"])
      await client.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber: 1 }));
    await hearth.end("SIGKILL");
    hearth = await HearthProcess.start({ dataFolder: hearth.dataFolder });
    client = lambdaClient(hearth.endpoint);
    assert.deepEqual(await invoke("other"), FOUND);
    for (const FunctionName of ["node", "modern", "python"])
      await client.send(new DeleteFunctionCommand({ FunctionName }));
    while (mergedFolders().length > 1) await pause(10);
    assert.deepEqual(await invoke("other"), FOUND);
  });

  it("a layer's zip can be downloaded", async () => {
    const ZipFile = await zip({ "python/m.py": "VALUE = 1" });
    await client.send(new PublishLayerVersionCommand({ LayerName: "loaded", Content: { ZipFile } }));
    const { Content } = await client.send(new GetLayerVersionCommand({ LayerName: "loaded", VersionNumber: 1 }));
    const response = await fetch(String(Content?.Location));
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), ZipFile);
  });
});
