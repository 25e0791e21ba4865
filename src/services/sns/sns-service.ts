import type { Clock, Random, Targets } from "../../base/index.ts";
import type { RecordStore, WorkQueue } from "../../store/index.ts";
import type { Handlers, SnsOperations } from "../../wire/index.ts";
import type { Worker, WorkHandler } from "../../work/index.ts";
import { Announcer } from "./delivery/announcer.ts";
import { Deliverer } from "./delivery/deliverer.ts";
import { DELIVERY_QUEUE, deliveryHandler } from "./delivery/delivery-work.ts";
import type { HttpEndpoints } from "./delivery/http-endpoint.ts";
import { ORDERED_QUEUE, OrderedLanes } from "./delivery/ordered-lanes.ts";
import { snsHandlers } from "./handlers.ts";
import { Publisher } from "./publish/publisher.ts";
import { topicTarget } from "./publish/target.ts";
import { Registry } from "./registry.ts";
import { Signer } from "./signing/signer.ts";

export interface SnsServiceOptions {
  readonly records: RecordStore;
  readonly work: WorkQueue;
  /** Makes the worker that drains a queue of `work`. */
  readonly newWorker: (queue: string, handler: WorkHandler) => Worker;
  readonly targets: Targets;
  readonly endpoints: HttpEndpoints;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of messages that are given up. */
  readonly report: (error: unknown) => void;
}

/** Amazon SNS over a store. */
export interface SnsService {
  readonly handlers: Handlers<SnsOperations>;
  /** Operations that the links in messages lead to; they need no signature. */
  readonly unsigned: ReadonlySet<string>;
  readonly publish: Targets["publish"];
  /** The certificate of this name, in PEM, with which messages are verified. */
  certificate(name: string): Promise<string | undefined>;
  /** Takes up the deliveries that a former server left. */
  start(): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

/** The service named `sns`. Nothing is delivered until `start`. */
export function createSnsService(options: SnsServiceOptions): SnsService {
  const { records, work, clock, random, newWorker } = options;
  const registry = new Registry(records, clock);
  const signer = new Signer(records, clock, random);
  const deliverer = new Deliverer({ ...options, registry, signer });
  const worker = newWorker(DELIVERY_QUEUE, deliveryHandler(deliverer, clock));
  const ordered = new OrderedLanes(work, deliverer, clock);
  const orderedWorker = newWorker(ORDERED_QUEUE, ordered.handler);
  const publisher = new Publisher({ registry, records, worker, ordered, clock, random });
  const announcer = new Announcer(worker, clock, random);
  return {
    handlers: snsHandlers({ registry, publisher, announcer, clock, random }),
    unsigned: new Set(["ConfirmSubscription", "Unsubscribe"]),
    publish: topicTarget({ registry, publisher, random }),
    certificate: (name) => signer.certificate(name),
    start: async () => {
      await Promise.all([worker.start(), orderedWorker.start()]);
    },
    stop: async (graceMs) => {
      await Promise.all([worker.stop(graceMs), orderedWorker.stop(graceMs)]);
    },
  };
}
