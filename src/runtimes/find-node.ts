import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { NodeMajor } from "./identifiers.ts";
import { NODE_MAJORS, nodeRuntimeName } from "./identifiers.ts";
import type { Interpreter } from "./interpreter.ts";
import { interpreterAt } from "./interpreter.ts";
import { readText } from "./optional-files.ts";

/** npm packages that consist of a Node.js binary; the last one is the newest major. */
export function nodePackageName(): string {
  return `node-linux-${process.arch === "arm64" ? "arm64" : "x64"}`;
}

/**
 * Finds an interpreter for each major: the one installed on purpose, then the optional npm dependencies, then whatever
 * `node` is on the path. Reads a few small files and starts nothing.
 */
export function findNode(dataFolder: string, searchPath: readonly string[]): ReadonlyMap<NodeMajor, Interpreter> {
  const found = new Map<NodeMajor, Interpreter>();
  const add = (major: number | undefined, interpreter: Interpreter | undefined): void => {
    const known = NODE_MAJORS.find((candidate) => candidate === major);
    if (known !== undefined && interpreter !== undefined && !found.has(known)) found.set(known, interpreter);
  };
  for (const folder of [...installedFolders(dataFolder), ...packageFolders()])
    add(packageMajor(folder), interpreterAt(join(folder, "bin/node")));
  for (const folder of searchPath) {
    if (found.size === NODE_MAJORS.length) break;
    const interpreter = interpreterAt(join(folder, "node"));
    if (interpreter !== undefined) add(headerMajor(interpreter.prefix), interpreter);
  }
  return found;
}

/** Folder into which `hearth runtimes install` puts a runtime. */
export function runtimeFolder(dataFolder: string, name: string): string {
  return join(dataFolder, "runtimes", name);
}

function installedFolders(dataFolder: string): string[] {
  return NODE_MAJORS.map((major) =>
    join(runtimeFolder(dataFolder, nodeRuntimeName(major)), "node_modules", nodePackageName()),
  );
}

function packageFolders(): string[] {
  const require = createRequire(import.meta.url);
  return ["runtime-nodejs20", "runtime-nodejs22", nodePackageName()].flatMap((name) => {
    try {
      return [dirname(require.resolve(`${name}/package.json`))];
    } catch {
      // Optional dependencies may be missing: npm was told so, or has none for this processor.
      return [];
    }
  });
}

function packageMajor(folder: string): number | undefined {
  const manifest = readText(join(folder, "package.json"));
  if (manifest === undefined) return undefined;
  try {
    const { version, cpu }: Record<string, unknown> = asRecord(JSON.parse(manifest));
    const isForeign = cpu !== undefined && ![cpu].flat().includes(process.arch);
    return isForeign ? undefined : Number.parseInt(String(version), 10);
  } catch {
    // A package whose installation was interrupted.
    return undefined;
  }
}

/** Node.js comes with its headers; where they were left out, its version stays unknown and it is not used. */
function headerMajor(prefix: string): number | undefined {
  const header = readText(join(prefix, "include/node/node_version.h"));
  const major = header === undefined ? undefined : /^#define NODE_MAJOR_VERSION (\d+)$/m.exec(header)?.[1];
  return major === undefined ? undefined : Number(major);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
