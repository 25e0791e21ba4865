// The managed .NET runtimes, with a real host and framework and assemblies that are compiled here. See `dotnetRoot` for
// what that host is. There is no PowerShell and no client of AWS for .NET in the registries of these tests.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { InvokeCommand, type LambdaClient, PublishLayerVersionCommand } from "@aws-sdk/client-lambda";
import { HearthProcess, pause } from "../system/hearth-process.ts";
import { createFunction, lambdaClient } from "../system/sdk.ts";
import { type Tier, tiers } from "../system/tier-options.ts";
import { dotnetRoot, executableFiles, libraryFiles, powershellLikeLayer, standInClient } from "./dotnet-packages.ts";

const HEARTH = join(import.meta.dirname, "../../bin/hearth.mjs");
const WRAPPER = '#!/bin/sh\nWRAPPED="$*" exec "$@"\n';
const skip = process.arch === "x64" ? false : "the only .NET in the registries is for x86_64";
/** The old framework wants libraries for languages and time zones that a newer machine has in newer versions only. */
const INVARIANT = { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };
const DEFAULTS = { Runtime: "dotnet8", MemorySize: 256, Timeout: 20 } as const;

interface Invoked {
  readonly error: string | undefined;
  readonly payload: unknown;
  readonly log: string;
}

interface Answer {
  readonly variables: Readonly<Record<string, string>>;
  readonly request: string;
  readonly folder: string;
}

class DotnetServer {
  readonly hearth: HearthProcess;
  readonly client: LambdaClient;

  private constructor(hearth: HearthProcess) {
    this.hearth = hearth;
    this.client = lambdaClient(hearth.endpoint);
  }

  static async start({ name, options }: Tier): Promise<DotnetServer> {
    const environment = { DOTNET_ROOT: await dotnetRoot() };
    return new DotnetServer(await HearthProcess.start({ ...options, flags: ["--tier", name], environment }));
  }

  /** Runs the command line on the data folder of the server. */
  hearthCommand(...words: readonly string[]): string {
    const { DOTNET_ROOT: _, ...environment } = process.env;
    return execFileSync(process.execPath, [HEARTH, ...words, "--data", this.hearth.dataFolder], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: environment,
    });
  }

  async invoke(FunctionName: string, event: unknown): Promise<Invoked> {
    const Payload = Buffer.from(JSON.stringify(event));
    const result = await this.client.send(new InvokeCommand({ FunctionName, Payload, LogType: "Tail" }));
    const payload: unknown = JSON.parse(Buffer.from(result.Payload ?? []).toString());
    return { error: result.FunctionError, payload, log: Buffer.from(result.LogResult ?? "", "base64").toString() };
  }

  /** What a function logged, a moment after it did; empty when that does not come. */
  async logOf(name: string): Promise<string> {
    for (let tries = 0; tries < 50; tries++) {
      try {
        const log = this.hearthCommand("logs", name);
        if (log !== "") return log;
      } catch {
        // There is no log group before the first line.
      }
      await pause(50);
    }
    return "";
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.hearth.dispose();
  }
}

for (const tier of tiers())
  describe(`an executable .NET assembly (${tier.name})`, { skip }, () => {
    let server: DotnetServer;
    before(async () => {
      server = await DotnetServer.start(tier);
      const Environment = { Variables: { ...INVARIANT, AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrap" } };
      const files = { ...(await executableFiles()), wrap: { content: WRAPPER, mode: 0o755 } };
      await createFunction(server.client, {
        ...DEFAULTS,
        FunctionName: "program",
        Handler: "Program",
        Environment,
        files,
      });
    });
    after(() => server.stop());

    it("runs by its name, cold and warm, with AWS's variables and its wrapper script", async () => {
      const variables = ["AWS_EXECUTION_ENV", "LAMBDA_RUNTIME_NAME", "DOTNET_GCHeapHardLimit", "_HANDLER", "WRAPPED"];
      for (const invocations of [1, 2]) {
        const { payload, log, error } = await server.invoke("program", { variables });
        assert.equal(error, undefined, `${JSON.stringify(payload)}\n${log}`);
        const { variables: seen, request, folder, ...rest } = payload as Answer;
        assert.deepEqual(rest, { invocations, runtime: ".NET Core 8.0.0" });
        assert.match(request, /^[0-9a-f-]{36}$/);
        const { WRAPPED = "", ...others } = seen;
        assert.deepEqual(others, {
          AWS_EXECUTION_ENV: "AWS_Lambda_dotnet8",
          LAMBDA_RUNTIME_NAME: "dotnet8",
          DOTNET_GCHeapHardLimit: "d900000",
          _HANDLER: "Program",
        });
        assert.match(WRAPPED, /dotnet exec \S+\/Program\.dll$/);
        if (tier.isolates) {
          assert.equal(WRAPPED, "/var/lang/bin/dotnet exec /var/task/Program.dll");
          assert.equal(folder, "/var/task/");
        }
        assert.match(log, /^dotnet says hello$/m);
        assert.match(log, /^in a frame\nof two lines\n/m);
        assert.match(log, /^in a frame\nof the older kind\n/m);
        assert.equal(/Init Duration/.test(log), invocations === 1);
      }
    });

    it("reports what it fails with", async () => {
      const { payload, error } = await server.invoke("program", { fail: "on purpose" });
      assert.equal(error, "Unhandled");
      assert.deepEqual(payload, { errorType: "System.InvalidOperationException", errorMessage: "on purpose" });
    });
  });

describe("the handlers of .NET", { skip }, () => {
  let server: DotnetServer;
  before(async () => {
    const [tier] = tiers();
    assert.ok(tier !== undefined);
    server = await DotnetServer.start(tier);
  });
  after(() => server.stop());

  it("end the runtime with AWS's status when there is no such assembly", async () => {
    const files = await executableFiles();
    await createFunction(server.client, { ...DEFAULTS, FunctionName: "nothing", Handler: "Nothing", files });
    const { payload, error } = await server.invoke("nothing", {});
    assert.equal(error, "Unhandled");
    assert.equal((payload as Record<string, string>)["errorType"], "Runtime.ExitError");
    assert.match((payload as Record<string, string>)["errorMessage"] ?? "", /exit status 104$/);
    assert.match(
      await server.logOf("nothing"),
      /executable assembly \/var\/task\/Nothing\.dll or binary \/var\/task\/Nothing not found/,
    );
  });

  it("that are class libraries are refused until AWS's client is installed, and then run by it", async () => {
    const greeter = {
      ...DEFAULTS,
      FunctionName: "greeter",
      Handler: "Greeter::Example.Greeter::Greet",
      Environment: { Variables: INVARIANT },
      files: await libraryFiles(),
    };
    await assert.rejects(createFunction(server.client, greeter), {
      name: "InvalidParameterValueException",
      message: /^dotnet8 cannot run on this machine: handlers of class libraries.*: hearth runtimes install dotnet8$/,
    });
    assert.throws(() => server.hearthCommand("runtimes", "install", "dotnet8"), /ExecutableOutputType=true/);
    const told = server.hearthCommand("runtimes", "install", "dotnet8", "--from", await standInClient());
    assert.match(told, /the running server knows it/);
    assert.match(server.hearthCommand("runtimes", "list"), /PowerShell: packages of AWSLambdaPSCore on dotnet8;/);
    await createFunction(server.client, greeter);
    const { payload, error, log } = await server.invoke("greeter", { name: "Ada" });
    assert.equal(error, undefined, `${JSON.stringify(payload)}\n${log}`);
    assert.equal(payload, "hello Ada from /var/task/Greeter.dll");
  });

  it("do not matter to a custom runtime in a layer that brings its .NET along, as AWS's for PowerShell", async () => {
    const Content = { ZipFile: await powershellLikeLayer() };
    const { LayerVersionArn = "" } = await server.client.send(
      new PublishLayerVersionCommand({ LayerName: "powershell-runtime", Content }),
    );
    await createFunction(server.client, {
      ...DEFAULTS,
      FunctionName: "script",
      Runtime: "provided.al2",
      Handler: "script.ps1",
      Layers: [LayerVersionArn],
      Environment: { Variables: INVARIANT },
      files: { "script.ps1": "" },
    });
    const { payload, error, log } = await server.invoke("script", { variables: ["STARTED_WITH", "_HANDLER"] });
    assert.equal(error, undefined, `${JSON.stringify(payload)}\n${log}`);
    const { variables, folder } = payload as Answer;
    assert.equal(folder, "/opt/powershell/");
    assert.deepEqual(variables, { STARTED_WITH: "-noprofile /opt/bootstrap", _HANDLER: "script.ps1" });
  });
});
