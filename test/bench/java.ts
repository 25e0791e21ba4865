// Cold starts of Java: without the archive of classes, with it, and from a virtual machine that waited.
import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Runtime } from "@aws-sdk/client-lambda";
import type { StemState } from "../../src/invoke/index.ts";
import { HearthProcess, type HearthOptions } from "../system/hearth-process.ts";
import { lambdaClient } from "../system/sdk.ts";
import { coldFigures, coldStartsMs, type Language, pause } from "./cold.ts";
import { type Figure, figure, quantile } from "./figures.ts";

const execute = promisify(execFile);
const HEARTH = join(import.meta.dirname, "../../bin/hearth.mjs");
/** The bench calls every handler `index.handler`, which is a class of that name here. */
const SOURCE = `package index;
public class handler implements com.amazonaws.services.lambda.runtime.RequestHandler<Object, Double> {
  public Double handleRequest(Object event, com.amazonaws.services.lambda.runtime.Context context) {
    return System.nanoTime() / 1e6;
  }
}
`;

export interface JavaBench {
  readonly language: Language;
  /** A data folder with the runtime and nothing else. */
  readonly installation: string;
}

/** Installs the first Java of this machine and compiles the function; undefined where one of the tools for it lacks. */
export async function prepareJava(): Promise<JavaBench | undefined> {
  const installation = await mkdtemp(join(tmpdir(), "hearth-bench-java-"));
  try {
    return await tryPrepare(installation);
  } catch (error) {
    console.log(`Java is left out: ${String(error).split("\n", 1)[0]}`);
    await rm(installation, { recursive: true, force: true });
    return undefined;
  }
}

async function tryPrepare(installation: string): Promise<JavaBench> {
  const hearth = (...words: string[]): Promise<{ stdout: string }> =>
    execute(process.execPath, [HEARTH, "runtimes", ...words, "--data", installation]);
  const { missing } = JSON.parse((await hearth("list", "--json")).stdout) as {
    missing: { name: Runtime; cure: string }[];
  };
  const runtime = missing.find(({ cure }) => /^hearth runtimes install java\d+$/.test(cure))?.name;
  if (runtime === undefined) throw new Error("there is no Java on this machine");
  await hearth("install", runtime);
  const libraries = join(installation, "runtimes", runtime, "lib");
  const jars = (await readdir(libraries)).map((jar) => join(libraries, jar));
  await writeFile(join(installation, "handler.java"), SOURCE);
  const words = ["--release", "11", "-cp", jars.join(":"), "-d", installation, join(installation, "handler.java")];
  await execute("javac", words);
  const content = await readFile(join(installation, "index/handler.class"));
  const files = { "index/handler.class": { content } };
  return {
    language: { runtime, files, atMostMs: undefined, bare: ["java", "-Xshare:auto", "-version"] },
    installation,
  };
}

type Place = {
  readonly client: ReturnType<typeof lambdaClient>;
  readonly port: number;
  readonly hearth: HearthProcess;
};

async function onServer<T>(
  { installation, language }: JavaBench,
  options: HearthOptions,
  isTrained: boolean,
  part: (place: Place) => Promise<T>,
): Promise<T> {
  const dataFolder = await mkdtemp(join(tmpdir(), "hearth-bench-"));
  const runtimes = join(dataFolder, "runtimes");
  await cp(join(installation, "runtimes"), runtimes, { recursive: true, preserveTimestamps: true });
  if (!isTrained) await rm(join(runtimes, language.runtime, "runtime.for"));
  const hearth = await HearthProcess.start({ ...options, dataFolder });
  const client = lambdaClient(hearth.endpoint);
  try {
    return await part({ client, port: hearth.port, hearth });
  } finally {
    client.destroy();
    await hearth.dispose();
  }
}

export async function javaFigures(
  bench: JavaBench,
  tier: string,
  options: HearthOptions,
  stemState: (hearth: HearthProcess) => Promise<StemState>,
): Promise<Figure[]> {
  const { language } = bench;
  const noStems = { ...options, flags: [...(options.flags ?? []), "--stems", "0"] };
  const untrainedMs = await onServer(bench, noStems, false, ({ client, port }) =>
    coldStartsMs(client, port, language, () => pause(100)),
  );
  const figures = await onServer(bench, noStems, true, (without) =>
    onServer(bench, options, true, async ({ client, port, hearth }) => {
      const stems = (): Promise<StemState> => stemState(hearth);
      const withPool = (await stems()).max > 0 ? { client, port, stems } : undefined;
      return coldFigures({ withPool, without }, tier, [language]);
    }),
  );
  const name = `cold start, no archive of classes, ${language.runtime}, ${tier}, p50`;
  return [figure(name, quantile(untrainedMs, 0.5), "ms"), ...figures];
}
