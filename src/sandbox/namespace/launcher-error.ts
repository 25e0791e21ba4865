import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";
import type { ProcessSpec } from "../driver.ts";
import { SandboxError } from "../driver.ts";

const { ENOENT, ENOTDIR, EACCES, EPERM, ENOEXEC, ELOOP, EISDIR, ENOMEM, EAGAIN, EMFILE, ENFILE, ENOSPC, EDQUOT } =
  constants.errno;
const MISSING: ReadonlySet<number> = new Set([ENOENT, ENOTDIR]);
const UNFIT: ReadonlySet<number> = new Set([EACCES, EPERM, ELOOP, EISDIR]);
/** What the launcher calls a missing interpreter, which the kernel does not tell from a missing program; Node has no name for it. */
const ELIBACC = 79;
const EXHAUSTED: ReadonlySet<number> = new Set([ENOMEM, EAGAIN, EMFILE, ENFILE, ENOSPC, EDQUOT]);

/** Why a sandbox could not be made; `message` names the step that failed. */
export function launchError(message: string, errno: number): SandboxError {
  const cause = { errno };
  if (EXHAUSTED.has(errno))
    return new SandboxError("resources", `The sandbox could not be made, the machine lacks resources: ${message}`, {
      cause,
    });
  return new SandboxError("launch-failed", `The sandbox could not be made: ${message}. See: hearth doctor`, { cause });
}

/** Why the launcher itself could not be run. */
export function spawnError(binary: string, error: Error): SandboxError {
  const code = "code" in error ? String(error.code) : "";
  if (["EAGAIN", "EMFILE", "ENFILE", "ENOMEM"].includes(code))
    return new SandboxError(
      "resources",
      `No sandbox could be made, the machine lacks processes, file descriptors or memory: ${error.message}`,
      { cause: error },
    );
  return new SandboxError("launch-failed", `The sandbox launcher ${binary} cannot be run: ${error.message}`);
}

/** Whether a launch failed since a name or address was taken: that of a device which the kernel is still taking down. */
export function isTaken(error: unknown): boolean {
  if (!(error instanceof SandboxError)) return false;
  const { cause } = error;
  return typeof cause === "object" && cause !== null && "errno" in cause && cause.errno === constants.errno.EEXIST;
}

/** Why nothing inside a sandbox could be connected to. */
export function connectError(port: number, errno: number): SandboxError {
  const cause = getSystemErrorMap().get(-errno)?.[1] ?? `error ${errno}`;
  return new SandboxError("refused", `Nothing in the sandbox can be reached at port ${port}: ${cause}`);
}

/** Why a program could not be started inside a sandbox that stands. */
export function startError(process: ProcessSpec, step: string, errno: number): SandboxError {
  const [program] = process.argv;
  const cause = getSystemErrorMap().get(-errno)?.[1] ?? `error ${errno}`;
  if (step === "chdir")
    return new SandboxError(
      "launch-failed",
      `The working directory ${process.workingDirectory} cannot be entered: ${cause}`,
    );
  if (step === "exec" && MISSING.has(errno)) return new SandboxError("not-found", `There is no program ${program}`);
  if (step === "exec" && errno === ENOEXEC)
    return new SandboxError("bad-format", `The program ${program} is neither one of this machine nor a script`);
  if (step === "exec" && errno === ELIBACC)
    return new SandboxError("no-interpreter", `The interpreter of ${program} does not exist`);
  if (step === "exec" && UNFIT.has(errno))
    return new SandboxError("not-executable", `The program ${program} cannot be executed: ${cause}`);
  if (EXHAUSTED.has(errno))
    return new SandboxError(
      "resources",
      `The program ${program} could not be started, the machine lacks resources: ${cause}`,
    );
  return new SandboxError("launch-failed", `The program ${program} could not be started: ${cause}`);
}
