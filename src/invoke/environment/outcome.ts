import type { GuestError } from "../../runtime-api/index.ts";
import type { ProcessExit } from "../../sandbox/index.ts";
import type { PlatformStatus } from "../facts.ts";

/** How an invocation, or an initialisation, ended: what the caller gets, and what logs and metrics say. */
export interface Outcome {
  readonly status: PlatformStatus;
  readonly errorType: string | undefined;
  /** What the caller of a streamed invocation is told that it was; undefined when it succeeded. */
  readonly errorCode: string | undefined;
  readonly payload: (requestId: string) => Uint8Array;
  /** The extra line of the text log, if the platform writes one. */
  readonly message: (requestId: string, timeMs: number) => string | undefined;
}

function noMessage(): undefined {
  return undefined;
}

/** A failure that the platform words: the payload is `{errorType, errorMessage}` in this order. */
export function platformFailure(errorType: string, reason: string): Outcome {
  const text = (requestId: string): string => `RequestId: ${requestId} Error: ${reason}`;
  return {
    status: "error",
    errorType,
    errorCode: errorType,
    payload: (requestId) => Buffer.from(JSON.stringify({ errorType, errorMessage: text(requestId) })),
    message: (requestId) => `${text(requestId)}\n${errorType}`,
  };
}

export function succeeded(payload: Uint8Array): Outcome {
  return { status: "success", errorType: undefined, errorCode: undefined, payload: () => payload, message: noMessage };
}

/** The runtime is ready. */
export const INIT_SUCCEEDED: Outcome = succeeded(new Uint8Array());

/** The handler, or the initialisation of the runtime, failed and said so: the caller gets what it said, verbatim. */
export function reportedError(error: GuestError): Outcome {
  const errorCode = error.statedType ?? error.errorType;
  return { status: "error", errorType: error.errorType, errorCode, payload: () => error.payload, message: noMessage };
}

export function timedOut(timeoutMs: number): Outcome {
  const reason = `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`;
  const failure = platformFailure("Sandbox.Timedout", reason);
  return {
    ...failure,
    status: "timeout",
    errorType: undefined,
    // AWS ends this line with an empty one.
    message: (requestId, timeMs) => `${new Date(timeMs).toISOString()} ${requestId} ${reason}\n`,
  };
}

/** Signals as Go's `os.ProcessState` words them, which is what AWS passes on. */
const SIGNAL_TEXTS: Readonly<Record<string, string>> = {
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGHUP: "hangup",
  SIGILL: "illegal instruction",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGPIPE: "broken pipe",
  SIGQUIT: "quit",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
};

/** Reports name a lack of memory as such; the caller is told of a killed runtime, as ever. */
export function exited(exit: ProcessExit): Outcome {
  const outcome = platformFailure("Runtime.ExitError", exitReason(exit));
  return exit.outOfMemory ? { ...outcome, errorType: "Runtime.OutOfMemory" } : outcome;
}

function exitReason(exit: ProcessExit): string {
  const text = exitText(exit);
  return text === undefined ? "Runtime exited without providing a reason" : `Runtime exited with error: ${text}`;
}

/** How a process ended, as Go words it; undefined when it said nothing. */
export function exitText(exit: ProcessExit): string | undefined {
  if (exit.outOfMemory) return "signal: killed";
  if (exit.signal !== undefined) return `signal: ${SIGNAL_TEXTS[exit.signal] ?? exit.signal.toLowerCase()}`;
  return exit.exitCode === undefined || exit.exitCode === 0 ? undefined : `exit status ${exit.exitCode}`;
}

/** The sandbox broke under the runtime; to the caller that is a killed runtime. */
export function sandboxLost(): Outcome {
  return exited({ exitCode: undefined, signal: "SIGKILL", outOfMemory: false });
}

export function noEntrypoint(programs: readonly string[]): Outcome {
  return platformFailure("Runtime.InvalidEntrypoint", `Couldn't find valid bootstrap(s): [${programs.join(" ")}]`);
}

/** The program is there, and cannot be executed; `reason` as Go words it. */
export function invalidEntrypoint(program: string, reason: string): Outcome {
  return platformFailure("Runtime.InvalidEntrypoint", `fork/exec ${program}: ${reason}`);
}

export function responseTruncated(): Outcome {
  return platformFailure("Runtime.TruncatedResponse", "Response was truncated");
}

export function responseTooLarge(bytesMax: number): Outcome {
  const errorType = "Function.ResponseSizeTooLarge";
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${bytesMax} bytes).`;
  const payload = Buffer.from(JSON.stringify({ errorMessage, errorType }));
  return { status: "error", errorType, errorCode: errorType, payload: () => payload, message: noMessage };
}

/** The ten seconds of the init phase ran out; nobody is told but the log. */
export function initTimedOut(timeoutMs: number): Outcome {
  return { ...timedOut(timeoutMs), message: noMessage };
}
