import type { Mount } from "../sandbox/index.ts";

/** How the language of a function is started inside a sandbox. Complete: whoever starts it has nothing left to look up. */
export interface RuntimeSpec {
  /** The identifier of the AWS API, e.g. `nodejs22.x`. */
  readonly name: string;
  /** Interpreter, runtime client and system folders, read-only. The code itself is not among them. */
  readonly mounts: readonly Mount[];
  /**
   * Programs to try in order, each a whole argv with an absolute path inside the sandbox; the first that can be
   * executed is started. For custom runtimes: `/var/task/bootstrap`, `/opt/bootstrap`.
   */
  readonly bootstraps: readonly (readonly [string, ...string[]])[];
  /**
   * Arguments that depend on the function's memory, to be inserted after the program of each bootstrap. Node.js needs
   * them: it sizes its heap by the memory of the machine and would be killed before it thought of collecting garbage.
   */
  readonly memoryArguments?: readonly MemoryArgument[];
  /** The function's handler follows the last word of each bootstrap; absent: the client finds it in `_HANDLER`. */
  readonly takesHandler?: boolean;
  /**
   * The bootstrap starts the wrapper script (`AWS_LAMBDA_EXEC_WRAPPER`) itself, because only it knows the command line
   * that the wrapper is to be given.
   */
  readonly startsWrapper?: boolean;
  /** Handlers of this runtime that cannot run here, though others can. */
  readonly gap?: HandlerGap;
  /**
   * The client can be started without a function, with `_HEARTH_STEM` in its environment, and be given one later by
   * `GET /hearth/assignment`, its variables, and `GET /hearth/code`, when its folders are mounted. It may ask before them to
   * be woken when a function is chosen for it, by `GET /hearth/wake`.
   */
  readonly waitsForFunction?: boolean;
  /**
   * While such a client waits it sleeps, all of its threads, until its variables come: it need not be frozen for that, and
   * thawed for its function.
   */
  readonly sleepsWhileWaiting?: boolean;
  /** How such a client is started where it has to be told on its command line that it waits; absent: as with a function. */
  readonly waitingStart?: WaitingStart;
  /**
   * Variables that belong to the runtime, e.g. `NODE_PATH`, `PATH`, `AWS_EXECUTION_ENV`; a function's own variables
   * override those that AWS lets it override (AWS Lambda, "Using environment variables").
   */
  readonly environment: Readonly<Record<string, string>>;
  /** e.g. `nodejs:22.v1`; the text of INIT_START. */
  readonly version: string;
  /** Hash part of the runtime version ARN: 64 hexadecimal digits. */
  readonly versionHash: string;
}

/** How a runtime without a function is started. */
export interface WaitingStart {
  readonly bootstraps: RuntimeSpec["bootstraps"];
  /** Beside those of the runtime; they are not in the environment that the function gets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** `prefix` followed by a share of the function's memory in MiB, rounded down, and a unit: `-XX:MaxHeapSize=`, 85, `m`. */
export interface MemoryArgument {
  readonly prefix: string;
  readonly percent: number;
  /** What follows the number; absent where MiB are understood. */
  readonly unit?: string;
}

/** Handlers that need something which is not on this machine. */
export interface HandlerGap {
  /** What handlers of this kind contain, and no others, e.g. `:`. */
  readonly part: string;
  /** Their kind, in a few words. */
  readonly handlers: string;
  /** e.g. `handlers of class libraries need AWS's client, which is not here`. */
  readonly reason: string;
  /** The one command that would change that. */
  readonly cure: string;
}

/** A runtime that AWS offers and this machine lacks, or cannot run. */
export interface MissingRuntime {
  readonly name: string;
  /** e.g. `no python3.12 was found on this machine`. */
  readonly reason: string;
  /** The one command that would install it, or, where nothing would, the way around it. */
  readonly cure: string;
  /** Whether the cure makes the runtime available, and is no way around it. */
  readonly curable: boolean;
}

/** What this machine can run, found once at start and again on request. */
export interface RuntimeCatalogue {
  readonly found: readonly RuntimeSpec[];
  readonly missing: readonly MissingRuntime[];
}
