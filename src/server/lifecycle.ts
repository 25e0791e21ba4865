import type { EventEmitter } from "node:events";

/** The part of a server that is stopped. */
export interface Stoppable {
  /** Invocations that run now. */
  readonly running: () => number;
  stop(graceMs: number): Promise<void>;
}

export interface LifecycleOptions {
  /** Where signals and uncaught errors come from: the process. */
  readonly signals: EventEmitter;
  /** Prints one line for the person who watches. */
  readonly say: (line: string) => void;
  readonly graceMs: number;
}

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** Errors of one connection or stream that nobody listened to. They cost their connection and nothing else. */
const HARMLESS = new Set(["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED", "ERR_STREAM_PREMATURE_CLOSE", "ECANCELED"]);

/**
 * Keeps a server until a signal or a fatal error ends it; resolves with the exit status of the process. The first signal
 * drains, the second ends at once; one that comes while the server starts waits until it can be stopped in order. An
 * error that nobody caught is fatal, as nobody knows what it left half done, unless it is the end of a connection; a
 * promise that nobody awaited only lost its own work.
 */
export function untilStopped(starting: Promise<Stoppable>, options: LifecycleOptions): Promise<number> {
  const { signals, say } = options;
  return new Promise((resolve) => {
    let stopping = false;
    const stop = (status: number, isAsked: boolean): void => {
      stopping = true;
      void stopInOrder(starting, status, isAsked, options).then(resolve);
    };
    for (const [name, number] of Object.entries(SIGNALS))
      signals.on(name, () => {
        if (stopping) resolve(128 + number);
        else stop(0, true);
      });
    signals.on("uncaughtException", (error: unknown) => {
      if (isHarmless(error)) return;
      say(`hearth: an unexpected error, stopping: ${describe(error)}`);
      if (stopping) resolve(1);
      else stop(1, false);
    });
    signals.on("unhandledRejection", (error: unknown) => {
      if (!isHarmless(error)) say(`hearth: an unexpected error: ${describe(error)}`);
    });
  });
}

/** Never rejects. A server that does not come up is told of by whoever starts it. */
async function stopInOrder(
  starting: Promise<Stoppable>,
  status: number,
  isAsked: boolean,
  { say, graceMs }: LifecycleOptions,
): Promise<number> {
  const server = await starting.catch(() => undefined);
  if (server === undefined) return 1;
  if (isAsked) say(farewell(server.running(), graceMs));
  try {
    await server.stop(graceMs);
    return status;
  } catch (error) {
    say(`hearth: could not stop cleanly: ${describe(error)}`);
    return 1;
  }
}

function farewell(running: number, graceMs: number): string {
  if (running === 0) return "Stopping.";
  const what = running === 1 ? "one invocation" : `${running} invocations`;
  return `Stopping: waiting up to ${graceMs / 1_000} s for ${what}. Press Ctrl-C again to stop at once.`;
}

function isHarmless(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && HARMLESS.has(error.code);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
