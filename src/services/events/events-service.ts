import type { Targets } from "../../base/index.ts";
import type { EventsOperations, Handlers } from "../../wire/index.ts";
import type { Worker } from "../../work/index.ts";
import type { EventsServiceOptions } from "./events-options.ts";
import type { EventsRooms } from "./events-rooms.ts";
import { DELIVERY_QUEUE, PLAN_QUEUE } from "./queues.ts";

/** EventBridge over a store. */
export interface EventsService {
  readonly handlers: () => Promise<Handlers<EventsOperations>>;
  /** As `Targets` has it: puts an event on the bus with that ARN. */
  readonly putEvent: Targets["putEvent"];
  /** Takes up deliveries and firings that a former server left. */
  start(): Promise<void>;
  /** Waits at most `graceMs` for deliveries that run; the others stay in the store. */
  stop(graceMs: number): Promise<void>;
}

/**
 * The service named `events`. Nothing runs until `start`. Its parts are loaded at the first request, or when the first
 * delivery or firing is due, so that a server without rules does not pay for them.
 */
export function createEventsService(options: EventsServiceOptions): EventsService {
  let loading: Promise<EventsRooms> | undefined;
  const rooms = (): Promise<EventsRooms> => (loading ??= load());
  const load = async (): Promise<EventsRooms> =>
    (await import("./events-rooms.ts")).eventsRooms(options, deliveries, firings);
  const deliveries: Worker = options.newWorker(DELIVERY_QUEUE, async (work, signal) =>
    (await rooms()).deliver(work, signal),
  );
  const firings: Worker = options.newWorker(PLAN_QUEUE, async (work, signal) => (await rooms()).fire(work, signal));
  return {
    handlers: async () => (await rooms()).handlers,
    putEvent: async (...event) => (await rooms()).putEvent(...event),
    start: async () => {
      await Promise.all([deliveries.start(), firings.start()]);
    },
    stop: async (graceMs) => {
      await Promise.all([deliveries.stop(graceMs), firings.stop(graceMs)]);
    },
  };
}
