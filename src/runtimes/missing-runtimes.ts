import { existsSync } from "node:fs";
import { join } from "node:path";
import { NODE_MAJORS, nodeRuntimeName, PYTHON_MINORS, pythonRuntimeName, UNSUPPORTED_RUNTIMES } from "./identifiers.ts";
import type { MissingRuntime } from "./runtime-spec.ts";

/** Package managers by their program, most specific first: how each installs a Python. */
const PYTHON_CURES: readonly (readonly [program: string, command: (version: string) => string])[] = [
  ["pyenv", (version) => `pyenv install ${version}`],
  ["uv", (version) => `uv python install ${version}`],
  ["apt-get", (version) => `apt-get install python${version}`],
  ["dnf", (version) => `dnf install python${version}`],
  ["brew", (version) => `brew install python@${version}`],
];

/** Says of each runtime of AWS that was not found why, and what would help. */
export function missingRuntimes(found: ReadonlySet<string>, searchPath: readonly string[]): MissingRuntime[] {
  const has = (program: string): boolean => searchPath.some((folder) => existsSync(join(folder, program)));
  const pythonCure = PYTHON_CURES.find(([program]) => has(program))?.[1] ?? ((version) => `install Python ${version}`);
  return [
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
    ...UNSUPPORTED_RUNTIMES.map((name) => ({
      name,
      reason: "not supported by this version of Hearth yet",
      cure: "none yet; bring the language along in a bootstrap for provided.al2023",
    })),
  ].filter((runtime) => !found.has(runtime.name));
}
