import { SandboxError, type SandboxErrorCode } from "../../sandbox/index.ts";

/** Why a program cannot be executed, as Go words it, which is what AWS passes on. */
const REASONS: Readonly<Partial<Record<SandboxErrorCode, string>>> = {
  "not-found": "no such file or directory",
  "not-executable": "permission denied",
  "bad-format": "exec format error",
  "no-interpreter": "no such file or directory",
};

export interface ExecFailure {
  readonly code: SandboxErrorCode;
  readonly reason: string;
}

/** What is wrong with a program that could not be started; undefined when it is the sandbox that is to blame. */
export function execFailure(error: unknown): ExecFailure | undefined {
  if (!(error instanceof SandboxError)) return undefined;
  const { code } = error;
  const reason = REASONS[code];
  return reason === undefined ? undefined : { code, reason };
}
