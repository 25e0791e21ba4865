import { naturalOrder } from "../base/index.ts";
import { customRuntime } from "./custom-runtime.ts";
import { dotnetRuntime } from "./dotnet-runtime.ts";
import { findDotnet, installedDotnetClient } from "./find-dotnet.ts";
import { findJava, installedJavaClient } from "./find-java.ts";
import { findNode } from "./find-node.ts";
import { findPython } from "./find-python.ts";
import { CUSTOM_RUNTIMES } from "./identifiers.ts";
import { findRuby } from "./find-ruby.ts";
import { javaRuntimes } from "./java-runtime.ts";
import { missingRuntimes } from "./missing-runtimes.ts";
import { nodeRuntime } from "./node-runtime.ts";
import { precompileGuest } from "./precompile-guest.ts";
import { pythonRuntime } from "./python-runtime.ts";
import { rubyRuntime } from "./ruby-runtime.ts";
import type { RuntimeCatalogue } from "./runtime-spec.ts";

export interface FindOptions {
  /** Hearth's data folder; runtimes that were installed on purpose lie in it. */
  readonly dataFolder: string;
  /** Variables that say where to look: `PATH`, `HOME`, `PYENV_ROOT`, `JAVA_HOME`, `DOTNET_ROOT`. The process's own by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds what this machine can run. Takes a few milliseconds: it looks at names and small files and starts no program
 * that it would wait for.
 */
export async function findRuntimes(options: FindOptions): Promise<RuntimeCatalogue> {
  const environment = options.environment ?? process.env;
  const searchPath = (environment["PATH"] ?? "").split(":").filter((folder) => folder.startsWith("/"));
  const python = findPython(searchPath, environment);
  const java = findJava(searchPath, environment);
  const ruby = findRuby(searchPath);
  const dotnet = findDotnet(searchPath, environment);
  const found = [
    ...[...findNode(options.dataFolder, searchPath)].map(([major, interpreter]) => nodeRuntime(major, interpreter)),
    ...[...python].map(([minor, interpreter]) => pythonRuntime(minor, interpreter)),
    ...[...java].flatMap(([major, interpreter]) => {
      const client = installedJavaClient(options.dataFolder, major);
      return client === undefined ? [] : javaRuntimes(major, interpreter, client);
    }),
    ...[...ruby.found].map(([minor, interpreter]) => rubyRuntime(minor, interpreter)),
    ...[...dotnet.found].map(([major, host]) =>
      dotnetRuntime(major, host, installedDotnetClient(options.dataFolder, major)),
    ),
    ...CUSTOM_RUNTIMES.map(customRuntime),
  ].toSorted((a, b) => naturalOrder(a.name, b.name));
  // Nobody waits for it: it makes later starts faster and never fails.
  void precompileGuest(python);
  const names = new Set(found.map((runtime) => runtime.name));
  const nearMisses = { jvms: new Set(java.keys()), rubies: ruby.others, dotnets: dotnet.others };
  return { found, missing: missingRuntimes(names, searchPath, nearMisses) };
}
