import type { Clock } from "../../base/index.ts";
import type { ProcessExit } from "../../sandbox/index.ts";
import type { ExtensionCrew, ShutdownReason } from "./extension-crew.ts";
import type { ExtensionProcess } from "./extension-process.ts";

/** What the runtime is to whoever ends it. */
export interface EndingRuntime {
  readonly exited: Promise<unknown>;
  signal(name: "SIGTERM" | "SIGKILL"): void;
}

/** Everything of one environment that has to end. */
export interface EndingGuest {
  readonly crew: ExtensionCrew;
  readonly processes: readonly ExtensionProcess[];
  readonly runtime: EndingRuntime;
  /** What extensions are to have before they are told: the rest of their telemetry. */
  readonly telemetry: Promise<void>;
}

/** Time for all to end: with internal extensions only, and with external ones (AWS Lambda execution environment, "Shutdown phase"). */
const INTERNAL_BUDGET_MS = 500;
const EXTERNAL_BUDGET_MS = 2_000;
/** How much of that the runtime has before extensions are told, when it is not gone sooner. */
const RUNTIME_SHARE_MS = 300;

/**
 * Ends a guest that has extensions, politely: SIGTERM to the runtime, SHUTDOWN to the extensions that want to know, and
 * SIGKILL to those that do not. What is left when this resolves is the caller's to kill.
 */
export async function shutDown(guest: EndingGuest, reason: ShutdownReason, clock: Clock): Promise<void> {
  const { crew, processes, runtime, telemetry } = guest;
  const hasExternal = processes.length > 0;
  const budgetMs = hasExternal ? EXTERNAL_BUDGET_MS : INTERNAL_BUDGET_MS;
  const startedMs = clock.monotonicMs();
  const deadlineMs = clock.nowMs() + budgetMs;
  runtime.signal("SIGTERM");
  await within(hasExternal ? RUNTIME_SHARE_MS : budgetMs, Promise.all([runtime.exited, telemetry]), clock);
  runtime.signal("SIGKILL");
  if (!hasExternal) return;
  crew.shutDown(reason, deadlineMs);
  for (const process of processes) if (!process.extension.wants("SHUTDOWN")) process.kill();
  const ends = Promise.all(processes.map(async (process) => noteExit(process, await process.exited)));
  await within(budgetMs - (clock.monotonicMs() - startedMs), ends, clock);
  for (const { extension, hasExited } of processes) if (!hasExited) extension.attempt("killed");
}

/** An extension that exits as it was told to has ended well. In other states its end means nothing. */
function noteExit({ extension }: ExtensionProcess, { exitCode }: ProcessExit): void {
  extension.attempt(exitCode === 0 ? "exited" : "killed");
}

async function within(limitMs: number, end: Promise<unknown>, clock: Clock): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = clock.after(Math.max(0, limitMs), late.resolve, { keepAlive: true });
  await Promise.race([end, late.promise]);
  timer.cancel();
}
