// kill -9 and start again: nothing that was acknowledged is lost, nothing of the old server is left.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { it } from "node:test";
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { HearthProcess, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { zip } from "./zip.ts";

/** Name of a background process of the guest, by which it is found among all of the machine. */
const MARKER = `hearth-crash-marker-${process.pid}`;

/** A custom runtime that leaves a process behind with each invocation. */
const BOOTSTRAP = `#!/bin/bash
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while curl -sS -D /tmp/headers "$api/next" >/dev/null; do
  id=$(tr -d "\\r" </tmp/headers | sed -n "s/^Lambda-Runtime-Aws-Request-Id: //Ip")
  curl -sS -X POST "$api/$id/response" -d '"hello"'
  (exec -a ${MARKER} sleep 300 &)
done
`;

const HELLO = { "index.js": "exports.handler = async () => 'hello'" };

function guests(marker: string): number {
  const text = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });
  return text.split("\n").filter((line) => line.includes(marker) && !line.startsWith("ps ")).length;
}

it("functions acknowledged before a kill -9 run after it, and guests die with the server", async () => {
  const first = await HearthProcess.start();
  const client = lambdaClient(first.endpoint);
  await createFunction(client, {
    FunctionName: "keeps",
    Runtime: "provided.al2023",
    Handler: "x",
    files: {
      bootstrap: {
        mode: 0o755,
        content: BOOTSTRAP,
      },
    },
  });
  await client.send(new InvokeCommand({ FunctionName: "keeps" }));
  for (let tries = 0; tries < 50 && guests(MARKER) === 0; tries++) await pause(20);
  assert.ok(guests(MARKER) > 0, "the guest did not start its background process");

  // Creates are sent one after the other until the kill; those that were answered must be there afterwards.
  const acknowledged: string[] = [];
  const code = await zip(HELLO);
  const writer = (async () => {
    for (let n = 0; ; n++) {
      const FunctionName = `n${n}`;
      await client.send(
        new CreateFunctionCommand({
          FunctionName,
          Runtime: "nodejs22.x",
          Handler: "index.handler",
          Role: "arn:aws:iam::000000000000:role/x",
          Code: { ZipFile: code },
        }),
      );
      acknowledged.push(FunctionName);
    }
  })();
  const stopped = assert.rejects(writer);
  await pause(300);
  await first.end("SIGKILL");
  await stopped;
  client.destroy();
  assert.ok(acknowledged.length > 0);
  for (let tries = 0; tries < 100 && guests(MARKER) > 0; tries++) await pause(20);
  assert.equal(guests(MARKER), 0, "a guest outlived its server");

  const second = await HearthProcess.start({ dataFolder: first.dataFolder });
  const again = lambdaClient(second.endpoint);
  try {
    const names = new Set<string>();
    let Marker: string | undefined;
    do {
      const page = await again.send(new ListFunctionsCommand({ Marker }));
      for (const f of page.Functions ?? []) names.add(String(f.FunctionName));
      Marker = page.NextMarker;
    } while (Marker !== undefined && Marker !== "");
    assert.deepEqual(
      acknowledged.filter((name) => !names.has(name)),
      [],
    );
    const last = String(acknowledged.at(-1));
    for (let tries = 0; tries < 100; tries++) {
      if ((await again.send(new GetFunctionConfigurationCommand({ FunctionName: last }))).State === "Active") break;
      await pause(10);
    }
    for (const FunctionName of ["keeps", last]) {
      const { Payload, FunctionError } = await again.send(new InvokeCommand({ FunctionName }));
      assert.deepEqual([FunctionError, Buffer.from(Payload ?? []).toString()], [undefined, '"hello"']);
    }
  } finally {
    again.destroy();
    await second.end();
    await rm(first.dataFolder, { recursive: true, force: true });
  }
});

it("SIGTERM lets a running invocation finish, then stops with status 0", async () => {
  const hearth = await HearthProcess.start();
  const client = lambdaClient(hearth.endpoint);
  try {
    await createFunction(client, {
      FunctionName: "slow",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      files: { "index.js": "exports.handler = () => new Promise((done) => setTimeout(done, 700, 'finished'))" },
    });
    const running = client.send(new InvokeCommand({ FunctionName: "slow" }));
    await pause(300);
    const status = hearth.end("SIGTERM");
    assert.equal(Buffer.from((await running).Payload ?? []).toString(), '"finished"');
    assert.equal(await status, 0);
  } finally {
    client.destroy();
    await hearth.dispose();
  }
});
