import type { Clock } from "../../../base/index.ts";
import { WaitingRoom } from "./waiting-room.ts";
import type { Visit } from "./waiting-room.ts";

/**
 * Who waits for messages of which queue. Nobody looks into the database until something is there: whoever sends, frees or
 * delays messages says so here.
 */
export class Waiting {
  readonly #clock: Clock;
  readonly #rooms = new Map<string, WaitingRoom>();
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Enters the room of a queue, before looking for messages, so that none comes unnoticed between looking and waiting. */
  enter(queue: string): Visit {
    let room = this.#rooms.get(queue);
    if (room === undefined) {
      room = new WaitingRoom(this.#clock, () => this.#rooms.delete(queue));
      this.#rooms.set(queue, room);
    }
    const visit = room.enter();
    if (this.#stopped) room.stop();
    return visit;
  }

  /** So many messages became visible. */
  wake(queue: string, messages: number): void {
    this.#rooms.get(queue)?.wake(messages);
  }

  /** Messages will become visible at that time, in epoch milliseconds. */
  due(queue: string, atMs: number): void {
    this.#rooms.get(queue)?.due(atMs);
  }

  /** Everyone who waits, now or later, is sent away. */
  stop(): void {
    this.#stopped = true;
    for (const room of this.#rooms.values()) room.stop();
  }
}
