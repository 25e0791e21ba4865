import { createHash } from "node:crypto";
import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Mount } from "../sandbox/index.ts";

/** A language interpreter on this machine: a real file, no symbolic link, no shim script. */
export interface Interpreter {
  /** Absolute path of the program on the host. */
  readonly program: string;
  /** Folder that holds `bin`, `lib` and all else the interpreter needs beside system libraries. */
  readonly prefix: string;
  /** Tells it from another, or from the same after an update. */
  readonly fingerprint: string;
}

/** The interpreter behind a path, or undefined when there is none. Scripts do not count: their target is elsewhere. */
export function interpreterAt(path: string): Interpreter | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const program = realpathSync(path);
    const file = statSync(program);
    // The smallest interpreter is a few kilobytes; the shims of version managers are scripts of some hundred bytes.
    if (!file.isFile() || (file.mode & 0o111) === 0 || file.size < 4_096) return undefined;
    return {
      program,
      prefix: dirname(dirname(program)),
      fingerprint: `${program} ${file.size} ${Math.trunc(file.mtimeMs)}`,
    };
  } catch {
    // What cannot be read cannot be run.
    return undefined;
  }
}

/** Where an interpreter is inside a sandbox. What lies under /usr is there anyway; all else comes to /var/lang. */
export function placeInSandbox(interpreter: Interpreter): {
  readonly program: string;
  readonly mounts: readonly Mount[];
} {
  if (interpreter.program.startsWith("/usr/")) return { program: interpreter.program, mounts: [] };
  const inside = join("/var/lang", interpreter.program.slice(interpreter.prefix.length));
  return { program: inside, mounts: [{ source: interpreter.prefix, target: "/var/lang" }] };
}

/** 64 hexadecimal digits that stand for one build of a runtime. */
export function versionHash(name: string, fingerprint: string): string {
  return createHash("sha256").update(`${name} ${fingerprint}`).digest("hex");
}
