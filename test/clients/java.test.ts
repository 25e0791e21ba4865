// The managed Java runtimes: AWS's own client, installed as a user would, for every Java that this machine has.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  CreateFunctionCommand,
  InvokeCommand,
  type InvokeCommandOutput,
  type LambdaClient,
  type Runtime,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { HearthProcess } from "../system/hearth-process.ts";
import { lambdaClient } from "../system/sdk.ts";
import { javaPackage } from "./guest-packages.ts";

const HEARTH = join(import.meta.dirname, "../../bin/hearth.mjs");

interface Listing {
  readonly found: readonly { readonly name: string }[];
  readonly missing: readonly { readonly name: string; readonly cure: string }[];
}

function ask(...words: readonly string[]): string {
  return execFileSync(process.execPath, [HEARTH, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

let hearth: HearthProcess;
let client: LambdaClient;
let code: Buffer;
/** Javas that are here and only lack their client. */
let majors: readonly string[];

before(async () => {
  hearth = await HearthProcess.start();
  client = lambdaClient(hearth.endpoint);
  const { missing } = JSON.parse(ask("runtimes", "list", "--json", "--data", hearth.dataFolder)) as Listing;
  majors = missing.filter(({ name, cure }) => cure === `hearth runtimes install ${name}`).map(({ name }) => name);
  majors = majors.filter((name) => /^java\d+$/.test(name));
  assert.ok(majors.length > 0, "there is no Java on this machine");
  for (const name of majors) ask("runtimes", "install", name, "--data", hearth.dataFolder);
  const libraries = join(hearth.dataFolder, "runtimes", majors[0] ?? "", "lib");
  code = await javaPackage(
    readdirSync(libraries)
      .map((jar) => join(libraries, jar))
      .join(":"),
  );
});

after(async () => {
  client.destroy();
  await hearth.dispose();
});

async function create(FunctionName: string, runtime: string, Handler: string): Promise<void> {
  const Role = "arn:aws:iam::000000000000:role/x";
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role,
      Handler,
      Runtime: runtime as Runtime,
      MemorySize: 256,
      Timeout: 20,
      Code: { ZipFile: code },
    }),
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 10 }, { FunctionName });
}

async function invoke(
  FunctionName: string,
  event: unknown,
): Promise<InvokeCommandOutput & { text: string; log: string }> {
  const ClientContext = Buffer.from(JSON.stringify({ custom: { who: "test" } })).toString("base64");
  const Payload = Buffer.from(JSON.stringify(event));
  const result = await client.send(new InvokeCommand({ FunctionName, Payload, LogType: "Tail", ClientContext }));
  const text = Buffer.from(result.Payload ?? []).toString();
  return { ...result, text, log: Buffer.from(result.LogResult ?? "", "base64").toString() };
}

describe("the managed Java runtimes", () => {
  it("run a RequestHandler cold and warm, with context and log", async () => {
    for (const major of majors) {
      await create(major, major, "example.Hello");
      for (const run of ["cold", "warm"]) {
        const { text, log, FunctionError } = await invoke(major, { run });
        assert.equal(FunctionError, undefined, `${text}\n${log}`);
        const { request, ...rest } = JSON.parse(text) as Record<string, unknown>;
        assert.match(String(request), /^[0-9a-f-]{36}$/);
        const arn = `arn:aws:lambda:us-east-1:000000000000:function:${major}`;
        assert.deepEqual(rest, { echo: { run }, arn, client: "test" });
        assert.match(log, /java says hello/);
        assert.equal(/Init Duration/.test(log), run === "cold");
        assert.doesNotMatch(log, /WARNING|\[warning\]/i);
      }
    }
  });

  it("report what a handler throws, with its cause", async () => {
    const failed = await invoke(majors[0] ?? "", { fail: "on purpose" });
    assert.equal(failed.FunctionError, "Unhandled");
    const payload = JSON.parse(failed.text) as { stackTrace: string[] };
    assert.deepEqual(
      { ...payload, stackTrace: payload.stackTrace[0]?.replace(/:\d+\)$/, ")") },
      {
        errorMessage: "on purpose",
        errorType: "java.lang.IllegalStateException",
        stackTrace: "example.Hello.handleRequest(Hello.java)",
      },
    );
    await create("fatal", majors[0] ?? "", "example.Forms::fatal");
    const { text, log } = await invoke("fatal", {});
    assert.equal((JSON.parse(text) as Record<string, unknown>)["errorMessage"], "outer");
    assert.match(log, /^Caused by: java\.lang\.IllegalArgumentException: inner$/m);
  });

  it("take every form of a handler, and classes and resources from lib", async () => {
    const [major = ""] = majors;
    const rows: readonly (readonly [handler: string, event: unknown, answer: unknown])[] = [
      ["example.Forms::sum", { x: 2, y: 40 }, 42],
      ["example.Forms::handleRequest", { a: 1 }, [{ a: 1 }]],
      ["example.Forms::resource", {}, `hello from a library, java ${major.slice(4)}`],
    ];
    for (const [handler, event, answer] of rows) {
      const name = handler.replaceAll(/\W/g, "-");
      await create(name, major, handler);
      const { text, log } = await invoke(name, event);
      assert.deepEqual(JSON.parse(text), answer, `${text}\n${log}`);
    }
  });

  it("fail as AWS does when there is no such class", async () => {
    await create("missing", majors[0] ?? "", "example.Nothing::at");
    const { text, FunctionError } = await invoke("missing", {});
    assert.equal(FunctionError, "Unhandled");
    const { errorMessage, errorType } = JSON.parse(text) as Record<string, string>;
    assert.deepEqual(
      [errorMessage, errorType],
      ["Class not found: example.Nothing", "java.lang.ClassNotFoundException"],
    );
  });
});
