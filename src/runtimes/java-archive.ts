import { chmodSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { BASE_ENVIRONMENT } from "./base-environment.ts";
import { findJava, installedJavaClient, type JavaClient, TRAINED } from "./find-java.ts";
import { JAVA_MAJORS, javaRuntimeNames } from "./identifiers.ts";
import { type Interpreter, placeInSandbox } from "./interpreter.ts";
import { JAVA_MAIN_CLASS, javaWords } from "./java-runtime.ts";
import { rehearsal } from "./java-rehearsal.ts";
import { RuntimeInstallError } from "./runtime-install-error.ts";
import { answerTrainingEvents } from "./training-events.ts";
import type { Clock } from "../base/index.ts";
import type { Sandbox, SandboxDriver } from "../sandbox/index.ts";

export interface ArchiveOptions {
  readonly dataFolder: string;
  /** The archive is made where it is used: class paths in it have to be those that functions will have. */
  readonly driver: SandboxDriver;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Name of the sandbox. */
  readonly id: string;
}

/** It takes two seconds on an idle machine. */
const DEADLINE_MS = 120_000;
const CLASS_LIST = "/tmp/classes";
const ARCHIVE = `/tmp/${TRAINED.archive}`;
/** Where the client unpacks its native part. */
const LIBRARY = "/tmp/.libaws-lambda-jni.so";
/** A class that every Java has and that takes any event: what is trained is everything around the handler. */
const TRAINING_HANDLER = "java.util.TreeMap::equals";

/**
 * Makes the archive of loaded classes for an installed Java runtime (class-data sharing): the client runs a few events,
 * and the classes that it used are written as the virtual machine keeps them in memory. Their names are kept, too, for a
 * machine that waits for its function, and so is the native part that the client unpacked. Does nothing for other
 * languages. Throws `RuntimeInstallError`; without an archive the runtime works all the same, but starts more slowly.
 */
export async function archiveJavaClasses(name: string, options: ArchiveOptions): Promise<boolean> {
  const major = JAVA_MAJORS.find((candidate) => javaRuntimeNames(candidate).includes(name));
  if (major === undefined) return false;
  const searchPath = (options.environment["PATH"] ?? "").split(":").filter((folder) => folder.startsWith("/"));
  const interpreter = findJava(searchPath, options.environment).get(major);
  const client = installedJavaClient(options.dataFolder, major);
  if (interpreter === undefined || client === undefined)
    throw new RuntimeInstallError("java-missing", `${name} is not installed; hearth runtimes install ${name} does it.`);
  const place = placeInSandbox(interpreter);
  const sandbox = await options.driver.create({
    id: options.id,
    mounts: [{ source: client.folder, target: "/var/runtime" }, ...place.mounts],
    limits: { memoryMib: 1_024, cpuMillis: 2_000, tmpMib: 512, processesMax: 1_024, openFilesMax: 1_024 },
  });
  // Nobody waits without end for something that only makes starts faster: what runs is ended, and says so.
  const deadline = options.clock.after(DEADLINE_MS, () => void sandbox.killAll());
  try {
    await train(sandbox, [place.program, ...javaWords(major, client, false)]);
    await dump(sandbox, [place.program, ...javaWords(major, client, false)]);
    await keep(sandbox, client, interpreter);
  } finally {
    deadline.cancel();
    await sandbox.destroy();
  }
  return true;
}

type Argv = readonly [string, ...string[]];

async function train(sandbox: Sandbox, [program, ...words]: Argv): Promise<void> {
  const hasHadAll = answerTrainingEvents(sandbox.runtimeApi);
  const argv: Argv = [program, `-XX:DumpLoadedClassList=${CLASS_LIST}`, ...words, JAVA_MAIN_CLASS, TRAINING_HANDLER];
  const guest = await sandbox.start({ argv, environment: { ...BASE_ENVIRONMENT, ...TRAINING }, workingDirectory: "/" });
  const said = Promise.all([guest.stdout, guest.stderr, guest.telemetry].map((stream) => buffer(stream)));
  const ended = guest.exited.then(() => "ended" as const);
  // An orderly end writes the rest of the list.
  if ((await Promise.race([hasHadAll, ended])) !== "ended") guest.signal("SIGTERM");
  else throw new RuntimeInstallError("archive-failed", `Java ended early: ${String((await said)[1])}`);
  await guest.exited;
}

/** What the client insists on. */
const TRAINING: Readonly<Record<string, string>> = {
  AWS_LAMBDA_FUNCTION_NAME: "training",
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "1024",
  AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/training",
  AWS_LAMBDA_LOG_STREAM_NAME: "training",
};

async function dump(sandbox: Sandbox, [program, ...words]: Argv): Promise<void> {
  const options = ["-Xshare:dump", `-XX:SharedClassListFile=${CLASS_LIST}`, `-XX:SharedArchiveFile=${ARCHIVE}`];
  const guest = await sandbox.start({
    argv: [program, ...words.map((word) => (word === "-Xshare:auto" ? "-Xlog:disable" : word)), ...options],
    environment: BASE_ENVIRONMENT,
    workingDirectory: "/",
  });
  const said = await Promise.all([guest.stdout, guest.stderr, guest.telemetry].map((stream) => buffer(stream)));
  const { exitCode } = await guest.exited;
  if (exitCode !== 0)
    throw new RuntimeInstallError("archive-failed", `Java wrote no archive (status ${exitCode}): ${String(said[1])}`);
}

/** The stamp comes last: without it nothing of this is used. */
async function keep(sandbox: Sandbox, client: JavaClient, interpreter: Interpreter): Promise<void> {
  const stamp = join(client.folder, TRAINED.stamp);
  rmSync(stamp, { force: true });
  put(client, TRAINED.archive, await readOut(sandbox, ARCHIVE));
  put(client, TRAINED.library, await readOut(sandbox, LIBRARY));
  put(client, TRAINED.rehearsal, rehearsal(String(await readOut(sandbox, CLASS_LIST))));
  writeFileSync(stamp, interpreter.fingerprint);
}

/** A sandbox gives nothing out but output. The largest of the files has 20 MB. */
async function readOut(sandbox: Sandbox, path: string): Promise<Buffer> {
  const guest = await sandbox.start({ argv: ["/bin/cat", path], environment: {}, workingDirectory: "/" });
  guest.stderr.resume();
  guest.telemetry.resume();
  const content = await buffer(guest.stdout);
  const { exitCode } = await guest.exited;
  if (exitCode !== 0) throw new RuntimeInstallError("archive-failed", `${path}, made in training, could not be read.`);
  return content;
}

/** Guests read it, whoever they are; what runs already keeps what it has. */
function put(client: JavaClient, name: string, content: Buffer | string): void {
  const target = join(client.folder, name);
  writeFileSync(`${target}.new`, content, { mode: 0o644 });
  chmodSync(`${target}.new`, 0o444);
  renameSync(`${target}.new`, target);
}
