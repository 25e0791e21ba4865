import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DotnetMajor, JavaMajor, RubyMinor } from "./identifiers.ts";
import {
  DOTNET_MAJORS,
  dotnetRuntimeName,
  JAVA_MAJORS,
  javaRuntimeName,
  javaRuntimeNames,
  NODE_MAJORS,
  nodeRuntimeName,
  PYTHON_MINORS,
  pythonRuntimeName,
  RUBY_MINORS,
  rubyRuntimeName,
  UNSUPPORTED_RUNTIMES,
} from "./identifiers.ts";
import type { MissingRuntime } from "./runtime-spec.ts";

/** Package managers by their program, most specific first: how each installs a Python. */
const PYTHON_CURES: readonly (readonly [program: string, command: (version: string) => string])[] = [
  ["pyenv", (version) => `pyenv install ${version}`],
  ["uv", (version) => `uv python install ${version}`],
  ["apt-get", (version) => `apt-get install python${version}`],
  ["dnf", (version) => `dnf install python${version}`],
  ["brew", (version) => `brew install python@${version}`],
];

const JAVA_CURES: readonly (readonly [program: string, command: (major: JavaMajor) => string])[] = [
  ["apt-get", (major) => `apt-get install openjdk-${major}-jre-headless`],
  ["dnf", (major) => `dnf install java-${major}-openjdk-headless`],
  ["brew", (major) => `brew install openjdk@${major}`],
];

const RUBY_CURES: readonly (readonly [program: string, command: (minor: RubyMinor) => string])[] = [
  ["apt-get", (minor) => `apt-get install ruby${minor}`],
  ["dnf", (minor) => `dnf install ruby${minor}`],
];

/**
 * Microsoft's names ("Install .NET on Linux"): the runtime of ASP.NET Core contains that of .NET, and AWS has both.
 * Ubuntu and Fedora have them, Debian has not. The comment stays harmless when the line is pasted into a shell.
 */
const DOTNET_CURES: readonly (readonly [program: string, command: (major: DotnetMajor) => string])[] = [
  ["apt-get", (major) => `apt-get install aspnetcore-runtime-${major}.0 # Debian: from Microsoft's package repository`],
  ["dnf", (major) => `dnf install aspnetcore-runtime-${major}.0`],
  ["zypper", (major) => `zypper install aspnetcore-runtime-${major}.0`],
];

/** Languages that are here in part. */
export interface NearMisses {
  /** Javas that lack only their client. */
  readonly jvms: ReadonlySet<JavaMajor>;
  /** Versions of Ruby that no runtime of AWS has. */
  readonly rubies: readonly string[];
  /** Versions of .NET that no runtime of AWS has. */
  readonly dotnets: readonly string[];
}

/** Says of each runtime of AWS that was not found why, and what would help. */
export function missingRuntimes(
  found: ReadonlySet<string>,
  searchPath: readonly string[],
  { jvms, rubies, dotnets }: NearMisses,
): MissingRuntime[] {
  const has = (program: string): boolean => searchPath.some((folder) => existsSync(join(folder, program)));
  const pythonCure = PYTHON_CURES.find(([program]) => has(program))?.[1] ?? ((version) => `install Python ${version}`);
  const rubyCure = RUBY_CURES.find(([program]) => has(program))?.[1] ?? ((minor) => `install Ruby ${minor} below /usr`);
  const javaCure = JAVA_CURES.find(([program]) => has(program))?.[1] ?? ((major) => `install OpenJDK ${major}`);
  const dotnetCure = DOTNET_CURES.find(([program]) => has(program))?.[1] ?? ((major) => `install .NET ${major}`);
  const installable = [
    ...NODE_MAJORS.map((major) => ({
      name: nodeRuntimeName(major),
      reason: `no Node.js ${major} was found on this machine`,
      cure: `hearth runtimes install ${nodeRuntimeName(major)}`,
    })),
    ...PYTHON_MINORS.map((minor) => ({
      name: pythonRuntimeName(minor),
      reason: `no python3.${minor} was found on this machine`,
      cure: pythonCure(`3.${minor}`),
    })),
    ...JAVA_MAJORS.flatMap((major) =>
      javaRuntimeNames(major).map((name) =>
        jvms.has(major)
          ? { name, reason: `Java ${major} is here, AWS's runtime client for it is not`, cure: installCommand(major) }
          : { name, reason: `no Java ${major} was found on this machine`, cure: javaCure(major) },
      ),
    ),
    ...RUBY_MINORS.map((minor) => ({
      name: rubyRuntimeName(minor),
      reason: `no Ruby ${minor} was found below /usr${onlyOthers(rubies)}`,
      cure: rubyCure(minor),
    })),
    ...DOTNET_MAJORS.map((major) => ({
      name: dotnetRuntimeName(major),
      reason: `no .NET ${major} was found on this machine${onlyOthers(dotnets)}`,
      cure: dotnetCure(major),
    })),
  ];
  return [
    ...installable.map((runtime) => ({ ...runtime, curable: true })),
    ...UNSUPPORTED_RUNTIMES.map((name) => ({
      name,
      reason: "not supported by this version of Hearth yet",
      cure: "bring the language along in a bootstrap for provided.al2023",
      curable: false,
    })),
  ].filter((runtime) => !found.has(runtime.name));
}

function onlyOthers(versions: readonly string[]): string {
  return versions.length === 0 ? "" : `, only ${versions.join(" and ")}`;
}

function installCommand(major: JavaMajor): string {
  return `hearth runtimes install ${javaRuntimeName(major)}`;
}
