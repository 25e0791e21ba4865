// The Ruby client inside a real sandbox. A machine seldom has one of the Rubies of AWS, so the client travels with the
// function here and runs on whatever Ruby there is.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

const CLIENT = join(import.meta.dirname, "../../src/guest/ruby");
const PROGRAM = "/usr/bin/ruby";

const HANDLER = `
def handler(event:, context:)
  puts "ruby says hello\\nin two lines"
  raise event['fail'] if event['fail']
  { echo: event, arn: context.invoked_function_arn, memory: context.memory_limit_in_mb }
end
`;

describe("the Ruby client", { skip: existsSync(PROGRAM) ? false : "there is no Ruby here" }, () => {
  let hearth: HearthProcess;
  let client: LambdaClient;

  before(async () => {
    hearth = await HearthProcess.start();
    client = lambdaClient(hearth.endpoint);
    const files = globSync("**/*.rb", { cwd: CLIENT }).map(
      (name) => [name, readFileSync(join(CLIENT, name), "utf8")] as const,
    );
    await createFunction(client, {
      FunctionName: "ruby",
      Runtime: "provided.al2023",
      Handler: "index.handler",
      MemorySize: 256,
      Timeout: 20,
      files: {
        ...Object.fromEntries(files),
        "index.rb": HANDLER,
        bootstrap: { content: `#!/bin/sh\nexec ${PROGRAM} /var/task/bootstrap.rb\n`, mode: 0o755 },
      },
    });
  });

  after(async () => {
    client.destroy();
    await hearth.dispose();
  });

  async function invoke(event: unknown): Promise<{ payload: unknown; log: string; error: string | undefined }> {
    const Payload = Buffer.from(JSON.stringify(event));
    const result = await client.send(new InvokeCommand({ FunctionName: "ruby", Payload, LogType: "Tail" }));
    const text = Buffer.from(result.Payload ?? []).toString();
    const log = Buffer.from(result.LogResult ?? "", "base64").toString();
    return { payload: JSON.parse(text), log, error: result.FunctionError };
  }

  it("runs a handler, with its context and log", async () => {
    const { payload, log, error } = await invoke({ a: 1 });
    assert.equal(error, undefined, log);
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:ruby";
    assert.deepEqual(payload, { echo: { a: 1 }, arn, memory: "256" });
    assert.match(log, /ruby says hello\nin two lines\n/);
  });

  it("reports what a handler raises, and goes on", async () => {
    const { payload, log, error } = await invoke({ fail: "on purpose" });
    assert.equal(error, "Unhandled");
    assert.partialDeepStrictEqual(payload, { errorMessage: "on purpose", errorType: "Function<RuntimeError>" });
    assert.match(log, /Error raised from handler method/);
    assert.doesNotMatch((await invoke({})).log, /Init Duration/);
  });
});
