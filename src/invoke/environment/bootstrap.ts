import type { Sandbox, SandboxProcess } from "../../sandbox/index.ts";
import { type ExecFailure, execFailure } from "./exec-failure.ts";
import type { RuntimeLaunch } from "./launch-plan.ts";
import { exited, invalidEntrypoint, noEntrypoint, type Outcome } from "./outcome.ts";

/** No runtime could be started. */
export interface NotStarted {
  readonly outcome: Outcome;
  /** What is printed about it; undefined when the outcome says it all. */
  readonly lastWords: string | undefined;
}

/**
 * Starts the first bootstrap that exists, unless `isOver` before that. Throws `SandboxError` when it is the sandbox that is
 * to blame.
 */
export async function startBootstrap(
  sandbox: Pick<Sandbox, "start">,
  launch: RuntimeLaunch,
  isOver: () => boolean,
): Promise<SandboxProcess | NotStarted | undefined> {
  for (const argv of launch.bootstraps) {
    if (isOver()) return undefined;
    const [program] = argv;
    try {
      return await sandbox.start({ ...launch, argv });
    } catch (error) {
      const failure = execFailure(error);
      if (failure === undefined) throw error;
      if (launch.isWrapped) return wrapperFailed(program, failure);
      if (failure.code !== "not-found") return unfit(program, failure);
    }
  }
  return { outcome: noEntrypoint(launch.bootstraps.map(([program]) => program)), lastWords: undefined };
}

function unfit(program: string, { reason }: ExecFailure): NotStarted {
  return { outcome: invalidEntrypoint(program, reason), lastWords: undefined };
}

/** A wrapper script is run by the bootstrap of its runtime, a shell script: it complains, and exits as shells do. */
function wrapperFailed(wrapper: string, { code }: ExecFailure): NotStarted {
  const isMissing = code === "not-found";
  const exit = { exitCode: isMissing ? 127 : 126, signal: undefined, outOfMemory: false };
  return { outcome: exited(exit), lastWords: `${wrapper}: ${isMissing ? "does not exist" : "is not an executable"}` };
}
