import { existsSync } from "node:fs";
import { join } from "node:path";
import { runtimeFolder } from "./find-node.ts";
import { naturalOrder } from "../base/index.ts";
import type { JavaMajor } from "./identifiers.ts";
import { JAVA_MAJORS, javaRuntimeName } from "./identifiers.ts";
import type { Interpreter } from "./interpreter.ts";
import { interpreterAt } from "./interpreter.ts";
import { STEM_LIBRARY, stemFolder } from "./java-stem.ts";
import { listFolder, readText } from "./optional-files.ts";

/** Where packages and version managers keep Java, one folder a version. */
const SYSTEM_FOLDERS = ["/usr/lib/jvm", "/usr/java", "/opt/java"] as const;
const HOME_FOLDERS = [".sdkman/candidates/java", ".jdks", ".local/share/mise/installs/java", ".asdf/installs/java"];

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };

/** The official runtime client, as installed into the data folder. */
export interface JavaClient {
  /** To be mounted at `/var/runtime`. */
  readonly folder: string;
  /** The client's libraries, by name, in the order of the class path. */
  readonly jars: readonly string[];
  /** The client was trained (`TRAINED`) by the virtual machine with this fingerprint. */
  readonly trainedFor: string | undefined;
  /** Folder of the library that lets a virtual machine wait for its function, relative; undefined when it is not there. */
  readonly stemFolder: string | undefined;
}

/** What training leaves behind. */
export const TRAINED = {
  /** The classes that it used, as the virtual machine keeps them in memory (class-data sharing). */
  archive: "runtime.jsa",
  /** The native part of the client, which would otherwise be unpacked into `/tmp` at every start. */
  library: "runtime.so",
  /** The classes that a virtual machine which waits for its function has ready. */
  rehearsal: "runtime.rehearsal",
  /** Written last: its text is the fingerprint of the virtual machine. */
  stamp: "runtime.for",
} as const;

/** Finds a virtual machine for each version: packages of the system first. Reads small files and starts nothing. */
export function findJava(
  searchPath: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<JavaMajor, Interpreter> {
  const home = environment["HOME"];
  const roots = [...SYSTEM_FOLDERS, ...(home === undefined ? [] : HOME_FOLDERS.map((folder) => join(home, folder)))];
  const homes = [...roots.flatMap(versionFolders), ...[environment["JAVA_HOME"] ?? []].flat()];
  const programs = [
    ...homes.map((folder) => join(folder, "bin/java")),
    ...searchPath.map((path) => join(path, "java")),
  ];
  const found = new Map<JavaMajor, Interpreter>();
  for (const program of programs) {
    const interpreter = interpreterAt(program);
    const major = interpreter === undefined ? undefined : releaseMajor(interpreter.prefix);
    if (interpreter !== undefined && major !== undefined && !found.has(major)) found.set(major, interpreter);
  }
  return found;
}

/** The client that `hearth runtimes install` put into the data folder, if it is complete. */
export function installedJavaClient(dataFolder: string, major: JavaMajor): JavaClient | undefined {
  const folder = runtimeFolder(dataFolder, javaRuntimeName(major));
  const jars = listFolder(join(folder, "lib")).filter((name) => name.endsWith(".jar"));
  if (!jars.some((name) => name.startsWith("aws-lambda-java-runtime-interface-client-"))) return undefined;
  return {
    folder,
    jars: jars.toSorted(),
    trainedFor: readText(join(folder, TRAINED.stamp)),
    stemFolder: [stemFolder()].find((name) => existsSync(join(folder, name, STEM_LIBRARY))),
  };
}

/** Every Java says in its `release` file what it is; a virtual machine for another processor would not start. */
function releaseMajor(prefix: string): JavaMajor | undefined {
  const release = readText(join(prefix, "release")) ?? "";
  const architecture = /^OS_ARCH="([^"]*)"/m.exec(release)?.[1];
  if (architecture !== ARCHITECTURES[process.arch]) return undefined;
  const version = Number(/^JAVA_VERSION="(\d+)/m.exec(release)?.[1]);
  return existsSync(join(prefix, "lib/server/libjvm.so")) ? JAVA_MAJORS.find((major) => major === version) : undefined;
}

function versionFolders(root: string): string[] {
  return listFolder(root)
    .toSorted((a, b) => naturalOrder(b, a))
    .map((name) => join(root, name));
}
