import { spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { GUEST_FOLDERS } from "./guest-folders.ts";
import type { Interpreter } from "./interpreter.ts";

const MODULES = join(GUEST_FOLDERS.python, "hearth_runtime");

/**
 * Compiles the Python client once per interpreter, in the background: without it every cold start would compile it
 * anew, which takes a third of the start, because guests see it read-only. Where the folder cannot be written, starts
 * stay as they are. What is in folders within is not compiled: a waiting runtime rehearses with it how it will compile a
 * function.
 */
export async function precompileGuest(interpreters: ReadonlyMap<number, Interpreter>): Promise<void> {
  for (const [minor, { program }] of interpreters) {
    if (!existsSync(join(MODULES, `__pycache__/event_loop.cpython-3${minor}.pyc`)) && isWritable(MODULES))
      await compile(program);
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Resolves in any case: a failure costs time later on, but nothing else. */
function compile(program: string): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(program, ["-I", "-S", "-m", "compileall", "-q", "-l", MODULES], { env: {}, stdio: "ignore" });
    child.unref();
    child.on("error", () => resolve());
    child.on("exit", () => resolve());
  });
}
