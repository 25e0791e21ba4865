import { BASE_ENVIRONMENT } from "./base-environment.ts";
import { GUEST_FOLDERS } from "./guest-folders.ts";
import type { PythonMinor } from "./identifiers.ts";
import { pythonRuntimeName } from "./identifiers.ts";
import type { Interpreter } from "./interpreter.ts";
import { placeInSandbox, versionHash } from "./interpreter.ts";
import type { RuntimeSpec } from "./runtime-spec.ts";

/** The first Python whose locale AWS sets explicitly. */
const FIRST_WITH_LC_CTYPE: PythonMinor = 12;

/**
 * Compiles `python3.<minor>`. `-S` keeps the machine's own packages out and saves their search; `PYTHONPATH` stays the
 * function's to set, so the client sets AWS's default when the function has none.
 */
export function pythonRuntime(minor: PythonMinor, interpreter: Interpreter): RuntimeSpec {
  const name = pythonRuntimeName(minor);
  const place = placeInSandbox(interpreter);
  return {
    name,
    mounts: [{ source: GUEST_FOLDERS.python, target: "/var/runtime" }, ...place.mounts],
    bootstraps: [[place.program, "-S", "/var/runtime/bootstrap.py"]],
    waitsForFunction: true,
    sleepsWhileWaiting: true,
    environment: {
      ...BASE_ENVIRONMENT,
      AWS_EXECUTION_ENV: `AWS_Lambda_${name}`,
      // Names the layers' folder to the client, since where there are no mounts it is not at /opt.
      _HEARTH_LAYERS_FOLDER: "/opt",
      ...(minor >= FIRST_WITH_LC_CTYPE ? { LC_CTYPE: "C.UTF-8" } : {}),
    },
    version: `python:3.${minor}.v1`,
    versionHash: versionHash(name, interpreter.fingerprint),
  };
}
