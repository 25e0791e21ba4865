// Not a test: what scripted sandboxes, runtimes and extensions do. It serves the simulation.
import type { Clock } from "../../base/index.ts";

/** What a scripted guest does with one event. */
export type Act = "respond" | "fail" | "exit" | "hang" | "break" | "respond-and-exit" | "linger";

/** What a scripted extension does at one time of its life. */
export interface ExtensionScript {
  /** Before its first `next`. */
  readonly init: () => "ready" | "exit" | "hang" | "error";
  /** With an invocation. */
  readonly act: () => "next" | "work" | "exit" | "error" | "hang";
  /** When it is told to end. */
  readonly end: () => "exit" | "fail" | "hang";
  /** Something is told it: an event, by name, or an answer that it should not have got. */
  readonly onTold: (event: string) => void;
}

export interface Script {
  readonly clock: Clock;
  /** A number in [0, 1), from the seed. */
  readonly chance: () => number;
  /** Whether the next sandbox can be made. */
  readonly createFails: () => boolean;
  /** How the next initialisation ends. */
  readonly init: () => "ready" | "exit" | "hang" | "error";
  readonly act: () => Act;
  /** An event begins, or ends, inside a guest. */
  readonly onBegin: (payload: string) => void;
  readonly onEnd: (payload: string) => void;
  /** What extensions do, where functions have any. */
  readonly extension?: ExtensionScript;
}
