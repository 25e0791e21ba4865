import { existsSync } from "node:fs";
import { join } from "node:path";
import { naturalOrder } from "../base/index.ts";
import type { PythonMinor } from "./identifiers.ts";
import { PYTHON_MINORS } from "./identifiers.ts";
import type { Interpreter } from "./interpreter.ts";
import { interpreterAt } from "./interpreter.ts";
import { listFolder } from "./optional-files.ts";

/** Where version managers keep their interpreters, one folder a version: below the home folder, or as a variable says. */
const VERSION_FOLDERS = [
  ".pyenv/versions",
  ".local/share/uv/python",
  ".local/share/mise/installs/python",
  ".asdf/installs/python",
  ".local/share/rtx/installs/python",
] as const;

/**
 * Finds an interpreter for each minor version of Python 3: on the path, in the usual folders, and with version
 * managers, the system's own first. Looks at names and starts nothing.
 */
export function findPython(
  searchPath: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<PythonMinor, Interpreter> {
  const folders = ["/usr/bin", "/usr/local/bin", ...searchPath, ...managedFolders(environment)];
  const found = new Map<PythonMinor, Interpreter>();
  for (const minor of PYTHON_MINORS) {
    for (const folder of folders) {
      const interpreter = interpreterAt(join(folder, `python3.${minor}`));
      if (interpreter === undefined || !hasStandardLibrary(interpreter, minor)) continue;
      found.set(minor, interpreter);
      break;
    }
  }
  return found;
}

/** An interpreter finds its standard library by its own place; one that is elsewhere would not start from a mount. */
function hasStandardLibrary(interpreter: Interpreter, minor: PythonMinor): boolean {
  return existsSync(join(interpreter.prefix, `lib/python3.${minor}/os.py`));
}

function managedFolders(environment: Readonly<Record<string, string | undefined>>): string[] {
  const home = environment["HOME"];
  const pyenv = environment["PYENV_ROOT"];
  const roots = home === undefined ? [] : VERSION_FOLDERS.map((folder) => join(home, folder));
  if (pyenv !== undefined) roots.unshift(join(pyenv, "versions"));
  return roots.flatMap((root) => newestFirst(listFolder(root)).map((version) => join(root, version, "bin")));
}

function newestFirst(versions: readonly string[]): string[] {
  return versions.toSorted((a, b) => naturalOrder(b, a));
}
