import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { naturalOrder } from "../base/index.ts";
import { runtimeFolder } from "./find-node.ts";
import type { DotnetMajor } from "./identifiers.ts";
import { DOTNET_MAJORS, dotnetRuntimeName } from "./identifiers.ts";
import type { Interpreter } from "./interpreter.ts";
import { interpreterAt } from "./interpreter.ts";
import { listFolder, readText } from "./optional-files.ts";

/** Where Microsoft's packages, those of distributions, and the installation script put .NET. */
const SYSTEM_FOLDERS = [
  "/usr/share/dotnet",
  "/usr/lib/dotnet",
  "/usr/lib64/dotnet",
  "/usr/local/share/dotnet",
] as const;
/** Names the folder of an installation elsewhere ("Install location search" in the documentation of .NET hosts). */
const LOCATION_FILE = "/etc/dotnet/install_location";

const CLIENT_ASSEMBLY = "Amazon.Lambda.RuntimeSupport";

/** A `dotnet` host, whose `prefix` is the folder that it lies in, with all shared frameworks. */
export interface DotnetHost extends Interpreter {
  /** The newest shared framework of the version in question, e.g. `8.0.11`. */
  readonly framework: string;
}

export interface DotnetSearch {
  readonly found: ReadonlyMap<DotnetMajor, DotnetHost>;
  /** Versions of the shared framework that are here but that no runtime of AWS stands for, e.g. `6.0.36`. */
  readonly others: readonly string[];
}

/**
 * Finds a host for each version of .NET that AWS offers, where .NET is installed: the folder of `DOTNET_ROOT`, that of
 * the `dotnet` on the search path, then the usual ones. Looks at names and small files and starts nothing.
 */
export function findDotnet(
  searchPath: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): DotnetSearch {
  const { DOTNET_ROOT: named, HOME: home } = environment;
  const programs = [
    ...(named === undefined || !named.startsWith("/") ? [] : [join(named, "dotnet")]),
    ...searchPath.map((folder) => join(folder, "dotnet")),
    ...SYSTEM_FOLDERS.map((folder) => join(folder, "dotnet")),
    ...(readText(LOCATION_FILE)?.split("\n", 1) ?? []).map((folder) => join("/", folder.trim(), "dotnet")),
    ...(home === undefined ? [] : [join(home, ".dotnet/dotnet")]),
  ];
  const found = new Map<DotnetMajor, DotnetHost>();
  const others = new Set<string>();
  for (const program of programs) {
    const interpreter = interpreterAt(program);
    for (const framework of interpreter === undefined ? [] : frameworks(dirname(interpreter.program))) {
      const major = DOTNET_MAJORS.find((candidate) => framework.startsWith(`${candidate}.`));
      if (interpreter === undefined || (major !== undefined && found.has(major))) continue;
      if (major === undefined) others.add(framework);
      else found.set(major, hostOf(interpreter, framework));
    }
  }
  return { found, others: [...others] };
}

/**
 * AWS's client for class libraries, which the user put into the data folder: the folder to be mounted at `/var/runtime`.
 * The library of the same name in the NuGet package cannot be started; the program has a runtime configuration.
 */
export function installedDotnetClient(dataFolder: string, major: DotnetMajor): string | undefined {
  const folder = runtimeFolder(dataFolder, dotnetRuntimeName(major));
  return isDotnetClient(folder) ? folder : undefined;
}

/** Whether this is the published program, and not the library. */
export function isDotnetClient(folder: string): boolean {
  return ["dll", "runtimeconfig.json"].every((ending) => existsSync(join(folder, `${CLIENT_ASSEMBLY}.${ending}`)));
}

/** Complete frameworks beside a host that can load them, newest first. Previews do not count: dotnet passes them over. */
function frameworks(root: string): string[] {
  if (listFolder(join(root, "host/fxr")).length === 0) return [];
  const folder = join(root, "shared/Microsoft.NETCore.App");
  return listFolder(folder)
    .filter((name) => /^\d+\.\d+\.\d+$/.test(name) && existsSync(join(folder, name, "System.Private.CoreLib.dll")))
    .toSorted((a, b) => naturalOrder(b, a));
}

function hostOf(interpreter: Interpreter, framework: string): DotnetHost {
  const prefix = dirname(interpreter.program);
  return { ...interpreter, prefix, fingerprint: `${interpreter.fingerprint} ${framework}`, framework };
}
