// A Java function that starts in a virtual machine which was booted ahead lives exactly as one that was booted for it. The
// same functions run on two servers, one of which keeps no stem cells.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type LambdaClient,
  PublishLayerVersionCommand,
  type Runtime,
} from "@aws-sdk/client-lambda";
import type { StemState } from "../../src/invoke/index.ts";
import { HearthProcess, type HearthOptions, pause } from "../system/hearth-process.ts";
import { lambdaClient, whenActive } from "../system/sdk.ts";
import { javaLayer, javaPackage } from "./guest-packages.ts";

const HEARTH = join(import.meta.dirname, "../../bin/hearth.mjs");
/** `nobody`. */
const UNPRIVILEGED_UID = 65_534;

const isRoot = process.getuid?.() === 0;
const TIERS: Readonly<Record<string, HearthOptions>> = {
  ...(isRoot ? { "namespace-root": {} } : {}),
  "namespace-rootless": isRoot ? { uid: UNPRIVILEGED_UID } : {},
};

type Settings = Partial<Omit<CreateFunctionCommandInput, "FunctionName">>;

interface Case {
  readonly name: string;
  readonly settings: Settings;
  readonly event?: unknown;
  /** It boots directly. */
  readonly isDirect?: true;
}

const Handler = "example.Seen::handle";
const variables = (Variables: Record<string, string>): Case["settings"] => ({ Handler, Environment: { Variables } });
const LAYER = "arn:aws:lambda:us-east-1:000000000000:layer:library:1";
const CASES: readonly Case[] = [
  { name: "sees the same", settings: variables({ COLOUR: "blue", PATH: "/bin", EMPTY: "", UMLAUT: "ü\n=x" }) },
  { name: "with its own class path", settings: variables({ CLASSPATH: "/var/task/lib/*" }) },
  { name: "logs JSON", settings: { Handler, LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "DEBUG" } } },
  { name: "with a layer", settings: { Handler, Layers: [LAYER] } },
  { name: "of an interface", settings: { Handler: "example.Hello" }, event: { a: 1 } },
  { name: "that throws", settings: { Handler: "example.Hello" }, event: { fail: "on purpose" } },
  { name: "of a stream", settings: { Handler: "example.Forms" }, event: { a: [1] } },
  { name: "of a plain class", settings: { Handler: "example.Forms::sum" }, event: { x: 1, y: 2 } },
  { name: "with a resource", settings: { Handler: "example.Forms::resource" } },
  { name: "with a cause", settings: { Handler: "example.Forms::fatal" } },
  { name: "whose class is not there", settings: { Handler: "example.Nothing::at" } },
  { name: "whose method is not there", settings: { Handler: "example.Hello::nothing" } },
  { name: "whose handler makes no sense", settings: { Handler: "::" } },
  { name: "that fails to initialise", settings: { Handler: "example.Failing$Initialiser::handle" } },
  { name: "that cannot be constructed", settings: { Handler: "example.Failing$Constructor::handle" } },
  { name: "that exits early", settings: { Handler: "example.Failing$Exit::handle" } },
  { name: "that halts early", settings: { Handler: "example.Failing$Halt::handle" } },
  { name: "that throws late", settings: { Handler: "example.Failing$Late::handle" } },
  { name: "with too small a heap", settings: { Handler: "example.Failing$Memory::handle" } },
  { name: "that recurs without end", settings: { Handler: "example.Failing$Deep::handle" } },
  { name: "that exits at its event", settings: { Handler }, event: { exit: true } },
  {
    name: "with options of its own",
    settings: variables({ JAVA_TOOL_OPTIONS: "-Dcolour=blue" }),
    isDirect: true,
  },
  {
    name: "with a wrapper",
    settings: variables({ AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper" }),
    isDirect: true,
  },
  { name: "with options for the launcher", settings: variables({ JDK_JAVA_OPTIONS: "-Dcolour=red" }), isDirect: true },
];

let installation: string;
let installed: readonly Runtime[];
let code: Buffer;
let layer: Buffer;

before(async () => {
  installation = await mkdtemp(join(tmpdir(), "hearth-java-"));
  const ask = (...words: readonly string[]): string =>
    execFileSync(process.execPath, [HEARTH, "runtimes", ...words, "--data", installation], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  const { missing } = JSON.parse(ask("list", "--json")) as { missing: { name: Runtime; cure: string }[] };
  installed = missing
    .filter(({ name, cure }) => cure === `hearth runtimes install ${name}` && /^java\d+$/.test(name))
    .map(({ name }) => name);
  assert.ok(installed.length > 0, "there is no Java on this machine");
  for (const name of installed) ask("install", name);
  const libraries = join(installation, "runtimes", installed[0] ?? "", "lib");
  const jars = (await readdir(libraries)).map((jar) => join(libraries, jar));
  code = await javaPackage(jars.join(":"));
  layer = await javaLayer();
});

after(() => rm(installation, { recursive: true, force: true }));

/** A server that has the runtimes. */
class Place {
  readonly hearth: HearthProcess;
  readonly client: LambdaClient;

  private constructor(hearth: HearthProcess) {
    this.hearth = hearth;
    this.client = lambdaClient(hearth.endpoint);
  }

  static async open(options: HearthOptions, ...flags: string[]): Promise<Place> {
    const dataFolder = await mkdtemp(join(tmpdir(), "hearth-system-"));
    // An archive of classes is for libraries of a certain time.
    await cp(join(installation, "runtimes"), join(dataFolder, "runtimes"), {
      recursive: true,
      preserveTimestamps: true,
    });
    const place = new Place(await HearthProcess.start({ ...options, dataFolder, flags }));
    await place.client.send(new PublishLayerVersionCommand({ LayerName: "library", Content: { ZipFile: layer } }));
    return place;
  }

  async create(settings: Settings & { readonly FunctionName: string }): Promise<void> {
    const { FunctionName } = settings;
    await this.client.send(
      new CreateFunctionCommand({
        Role: "arn:aws:iam::000000000000:role/x",
        Handler,
        MemorySize: 512,
        Timeout: 20,
        Code: { ZipFile: code },
        ...settings,
      }),
    );
    await whenActive(this.client, FunctionName);
  }

  async invoke(FunctionName: string, event: unknown = {}): Promise<Record<"payload" | "log", string>> {
    const Payload = Buffer.from(JSON.stringify(event));
    const result = await this.client.send(new InvokeCommand({ FunctionName, Payload, LogType: "Tail" }));
    const payload = Buffer.from(result.Payload ?? []).toString();
    return { payload, log: Buffer.from(result.LogResult ?? "", "base64").toString() };
  }

  async stems(): Promise<StemState> {
    const { token } = JSON.parse(await readFile(join(this.hearth.dataFolder, "server.json"), "utf8")) as {
      token: string;
    };
    const answer = await fetch(`${this.hearth.endpoint}/_hearth/status`, { headers: { "x-hearth-token": token } });
    return ((await answer.json()) as { stems: StemState }).stems;
  }

  /** The first start of a shape is direct, and tells the pool what is wanted. */
  async want(Runtime: Runtime): Promise<void> {
    await this.create({ FunctionName: `${Runtime}-first`, Runtime });
    await this.invoke(`${Runtime}-first`);
  }

  async stemFor(runtime: string): Promise<void> {
    for (let attempt = 0; attempt < 500; attempt++) {
      if ((await this.stems()).waiting.some((kind) => kind.runtime === runtime)) return;
      await pause(20);
    }
    assert.fail(`no stem cell came: ${this.hearth.output}`);
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.hearth.dispose();
  }
}

/** Without what differs between any two environments. */
function comparable({ payload, log }: Record<"payload" | "log", string>): unknown {
  // Lines come from three pipes, whose order among each other is chance.
  const lines = clean(log).split("\n");
  // What is told of a long log begins within a line.
  if (!/^(START|\{)/.test(log)) lines.shift();
  return { payload: JSON.parse(clean(payload)) as unknown, log: lines.toSorted() };
}

function clean(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
    .replaceAll(/[\d.]+ (ms|MB)/g, "N $1")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replaceAll(/\][0-9a-f]{32}/g, "]STREAM")
    .replaceAll(/"(\w*(?:duration|memory)\w*)":[\d.]+/gi, '"$1":N')
    .replaceAll(/Root=[^"\s]+/g, "TRACE")
    .replaceAll(/[0-9a-f]{64}/g, "TOKEN")
    .replaceAll(/0x[0-9a-f]{16}/g, "ADDRESS")
    .replaceAll(/(AWS_(?:ACCESS|SECRET|SESSION)\w*["=:]+)[^",]+/g, "$1SECRET");
}

for (const [tier, options] of Object.entries(TIERS))
  describe(`java stem cells, ${tier}`, () => {
    let runtimes: readonly Runtime[];
    let direct: Place;
    let early: Place;
    before(async () => {
      // What differs between versions of Java does not differ between tiers.
      runtimes = tier === Object.keys(TIERS)[0] ? installed : installed.slice(0, 1);
      direct = await Place.open(options, "--tier", tier, "--stems", "0");
      early = await Place.open(options, "--tier", tier);
      for (const runtime of runtimes) await early.want(runtime);
    });
    after(() => Promise.all([direct.close(), early.close()]));

    for (const [number, { name, settings, event, isDirect }] of CASES.entries())
      it(`a function ${name} behaves as if it was booted for it`, async () => {
        for (const runtime of runtimes) {
          const FunctionName = `${runtime}-${number}`;
          for (const place of [direct, early]) await place.create({ FunctionName, Runtime: runtime, ...settings });
          const expected = await direct.invoke(FunctionName, event);
          await early.stemFor(runtime);
          const { hits, misses } = await early.stems();
          const actual = await early.invoke(FunctionName, event);
          const since = await early.stems();
          assert.deepEqual([since.hits - hits, since.misses - misses], [isDirect === true ? 0 : 1, 0]);
          assert.deepEqual(comparable(actual), comparable(expected));
          if (number === 0) assert.equal((JSON.parse(actual.payload) as { archive: boolean }).archive, true);
        }
      });

    it("a runtime that ends is followed by one that was booted for the function, in the same place", async () => {
      for (const runtime of runtimes) {
        const FunctionName = `${runtime}-again`;
        await early.create({ FunctionName, Runtime: runtime });
        await early.stemFor(runtime);
        assert.match(
          (await early.invoke(FunctionName, { keep: "it", exit: true })).payload,
          /Runtime\.ExitError|exited/,
        );
        const { payload } = await early.invoke(FunctionName);
        assert.match(payload, /"kept"/);
      }
    });

    it("the heap is that of the function's memory", async () => {
      for (const [runtime, MemorySize] of runtimes.flatMap((name) => [[name, 512] as const, [name, 1024] as const])) {
        const heaps = new Set<unknown>();
        for (const round of ["direct", "early"]) {
          const FunctionName = `${runtime}-${MemorySize}-${round}`;
          await early.create({ FunctionName, Runtime: runtime, MemorySize });
          const { payload } = await early.invoke(FunctionName);
          heaps.add((JSON.parse(payload) as { heap: number }).heap);
          await early.stemFor(runtime);
        }
        assert.equal(heaps.size, 1, `${runtime} ${MemorySize}: ${[...heaps].join(", ")}`);
      }
    });
  });
