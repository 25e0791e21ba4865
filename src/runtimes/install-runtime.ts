import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { copyDotnetClient } from "./dotnet-client.ts";
import { findJava } from "./find-java.ts";
import { nodePackageName, runtimeFolder } from "./find-node.ts";
import type { DotnetMajor, JavaMajor, NodeMajor } from "./identifiers.ts";
import {
  DOTNET_MAJORS,
  dotnetRuntimeName,
  JAVA_MAJORS,
  javaRuntimeName,
  javaRuntimeNames,
  NODE_MAJORS,
  nodeRuntimeName,
} from "./identifiers.ts";
import { interpreterAt } from "./interpreter.ts";
import { compileStem } from "./java-stem.ts";
import { MAVEN_PROJECT, MAVEN_WORDS } from "./java-client-project.ts";
import { runInstaller } from "./run-installer.ts";
import { RuntimeInstallError } from "./runtime-install-error.ts";

/** What `installRuntime` can install. */
export const INSTALLABLE_RUNTIMES: readonly string[] = [
  ...NODE_MAJORS.map(nodeRuntimeName),
  ...JAVA_MAJORS.flatMap(javaRuntimeNames),
  ...DOTNET_MAJORS.map(dotnetRuntimeName),
];

export interface InstallOptions {
  readonly dataFolder: string;
  /** Folder with AWS's client for .NET, which has to be made elsewhere; other languages do not take one. */
  readonly from?: string;
  /** Told one line at a time what is going on. */
  readonly onProgress?: (line: string) => void;
  /**
   * Variables for npm and Maven, which have their own ways of finding registry, proxy and certificates. The process's by
   * default.
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface InstalledRuntime {
  readonly name: string;
  /** Absolute path of the interpreter, or of the client that was put beside it. */
  readonly program: string;
}

interface Place {
  /** Beside the target, renamed to it in the end. */
  readonly folder: string;
  readonly target: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (line: string) => void;
}

/**
 * Installs a runtime into the data folder: a Node.js with the machine's npm, or AWS's client for a Java that is here
 * already with its Maven, or AWS's client for .NET from a folder. A former installation is replaced once the new one is complete. Throws `RuntimeInstallError`.
 */
export async function installRuntime(name: string, options: InstallOptions): Promise<InstalledRuntime> {
  const dotnet = DOTNET_MAJORS.find((candidate) => dotnetRuntimeName(candidate) === name);
  if (dotnet !== undefined) return inPlace(name, name, options, (place) => installDotnet(dotnet, options.from, place));
  if (options.from !== undefined)
    throw new RuntimeInstallError("folder-unused", `${name} is not installed from a folder; leave out --from.`);
  const node = NODE_MAJORS.find((candidate) => nodeRuntimeName(candidate) === name);
  if (node !== undefined) return inPlace(name, name, options, (place) => installNode(node, place));
  const java = JAVA_MAJORS.find((candidate) => javaRuntimeNames(candidate).includes(name));
  if (java !== undefined) return inPlace(name, javaRuntimeName(java), options, (place) => installJava(java, place));
  const known = INSTALLABLE_RUNTIMES.join(", ");
  throw new RuntimeInstallError("unknown-runtime", `${name} cannot be installed by Hearth; these can: ${known}.`);
}

async function inPlace(
  name: string,
  folderName: string,
  options: InstallOptions,
  install: (place: Place) => Promise<string>,
): Promise<InstalledRuntime> {
  const onProgress = options.onProgress ?? ((): void => undefined);
  const target = runtimeFolder(options.dataFolder, folderName);
  const folder = stagingFolder(target);
  try {
    const program = await install({ folder, target, environment: options.environment ?? process.env, onProgress });
    rmSync(target, { recursive: true, force: true });
    renameSync(folder, target);
    onProgress(`Installed ${name} in ${target}`);
    return { name, program };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function installNode(major: NodeMajor, place: Place): Promise<string> {
  const spec = `${nodePackageName()}@${major}`;
  place.onProgress(`Installing ${spec} with npm`);
  // Without a manifest of its own npm would look for one in the folders above.
  writeFileSync(join(place.folder, "package.json"), '{ "private": true }\n');
  await runInstaller({
    ...place,
    program: "npm",
    words: ["install", "--prefix", place.folder, "--no-audit", "--no-fund", "--no-package-lock", spec],
    missing: "npm could not be started; it comes with Node.js and has to be on the PATH.",
  });
  const program = join("node_modules", nodePackageName(), "bin/node");
  if (interpreterAt(join(place.folder, program)) === undefined)
    throw new RuntimeInstallError("npm-failed", `npm installed no interpreter for this machine (${process.arch}).`);
  return join(place.target, program);
}

async function installJava(major: JavaMajor, place: Place): Promise<string> {
  const searchPath = (place.environment["PATH"] ?? "").split(":").filter((folder) => folder.startsWith("/"));
  const interpreter = findJava(searchPath, place.environment).get(major);
  if (interpreter === undefined) {
    const message = `There is no Java ${major} on this machine; install it first (hearth runtimes list says how).`;
    throw new RuntimeInstallError("java-missing", message);
  }
  place.onProgress(`Installing AWS's runtime client for Java ${major} with Maven`);
  writeFileSync(join(place.folder, "pom.xml"), MAVEN_PROJECT);
  await runInstaller({
    ...place,
    program: "mvn",
    words: MAVEN_WORDS,
    missing: "Maven could not be started; install it (apt-get install maven) or put mvn on the PATH.",
  });
  await compileStem({ ...place, installation: place.folder }).catch((error: unknown) =>
    place.onProgress(`Its functions will start more slowly than they could: ${String(error)}`),
  );
  return interpreter.program;
}

/** The host has to be there as well, but may come later: without it the runtime stays missing, and says so. */
function installDotnet(major: DotnetMajor, from: string | undefined, place: Place): Promise<string> {
  copyDotnetClient(major, from, place.folder);
  return Promise.resolve(join(place.target, "Amazon.Lambda.RuntimeSupport.dll"));
}

/** A folder beside the target, so that a finished installation only has to be renamed. */
function stagingFolder(target: string): string {
  try {
    mkdirSync(dirname(target), { recursive: true });
    const folder = mkdtempSync(`${target}.installing-`);
    // Guests see it as a user of their own, who has no rights here but everyone's.
    chmodSync(folder, 0o755);
    return folder;
  } catch (error) {
    const message = `The runtime cannot be written to ${dirname(target)}: ${String(error)}`;
    throw new RuntimeInstallError("data-folder", message, { cause: error });
  }
}
