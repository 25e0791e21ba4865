import type { Targets } from "../../base/index.ts";
import type { Handlers, SnsOperations } from "../../wire/index.ts";
import { DELIVERY_QUEUE, ORDERED_QUEUE } from "./delivery/queues.ts";
import type { SnsServiceOptions } from "./sns-options.ts";
import type { SnsRooms } from "./sns-rooms.ts";

/** Amazon SNS over a store. */
export interface SnsService {
  readonly handlers: () => Promise<Handlers<SnsOperations>>;
  /** Operations that the links in messages lead to; they need no signature. */
  readonly unsigned: ReadonlySet<string>;
  readonly publish: Targets["publish"];
  /** The certificate of this name, in PEM, with which messages are verified. */
  certificate(name: string): Promise<string | undefined>;
  /** Takes up the deliveries that a former server left. */
  start(): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

/**
 * The service named `sns`. Nothing is delivered until `start`. Its parts are loaded at their first use, so that a server
 * whose topics nobody uses starts as fast and takes as little memory as one without.
 */
export function createSnsService(options: SnsServiceOptions): SnsService {
  let loading: Promise<SnsRooms> | undefined;
  const rooms = (): Promise<SnsRooms> => (loading ??= load());
  const load = async (): Promise<SnsRooms> => (await import("./sns-rooms.ts")).snsRooms(options, worker);
  const worker = options.newWorker(DELIVERY_QUEUE, async (work, signal) => (await rooms()).deliver(work, signal));
  const ordered = options.newWorker(ORDERED_QUEUE, async (work, signal) =>
    (await rooms()).deliverInOrder(work, signal),
  );
  return {
    handlers: async () => (await rooms()).handlers,
    unsigned: new Set(["ConfirmSubscription", "Unsubscribe"]),
    publish: async (...notification) => (await rooms()).publish(...notification),
    certificate: async (name) => (await rooms()).signer.certificate(name),
    start: async () => {
      await Promise.all([worker.start(), ordered.start()]);
    },
    stop: async (graceMs) => {
      await Promise.all([worker.stop(graceMs), ordered.stop(graceMs)]);
    },
  };
}
