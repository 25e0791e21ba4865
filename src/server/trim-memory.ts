import type { Clock } from "../base/index.ts";

/** What the program needed to load and does not need to run is about 10 MiB. */
const FIRST_MS = 1_000;
/** How long nothing must have happened later on. */
const QUIET_MS = 60_000;
/** Less than this is not worth the pause of some 30 ms. */
const ROOM_BYTES_MIN = 16 * 1_048_576;

/** What tells whether a server is idle, and what can be had from it. */
export interface Trimmed {
  /** Requests that were not answered yet. */
  readonly running: () => number;
  /** Requests that have come so far. */
  readonly received: () => number;
  /** Bytes that the heap has taken from the system and does not use. */
  readonly roomBytes: () => number;
  readonly giveBack: () => void;
}

/**
 * Gives back what loading the program took, a second after the start or as soon as no request is under way then; and from
 * there on, whenever nobody has asked for anything for a minute, the room that a busy time has left in the heap: V8 would
 * keep that.
 */
export function trimMemoryWhenIdle(clock: Clock, server: Trimmed): void {
  clock.after(FIRST_MS, () => {
    if (server.running() > 0) return trimMemoryWhenIdle(clock, server);
    server.giveBack();
    watch(clock, server, server.received());
  });
}

function watch(clock: Clock, server: Trimmed, receivedBefore: number): void {
  clock.after(QUIET_MS, () => {
    const received = server.received();
    const isQuiet = received === receivedBefore && server.running() === 0;
    if (isQuiet && server.roomBytes() >= ROOM_BYTES_MIN) server.giveBack();
    watch(clock, server, received);
  });
}
