import type { Targets } from "../../base/index.ts";
import type { Handlers, SnsOperations } from "../../wire/index.ts";
import type { Worker, WorkHandler } from "../../work/index.ts";
import { Announcer } from "./delivery/announcer.ts";
import { Deliverer } from "./delivery/deliverer.ts";
import { deliveryHandler } from "./delivery/delivery-work.ts";
import { OrderedLanes } from "./delivery/ordered-lanes.ts";
import { snsHandlers } from "./handlers.ts";
import { Publisher } from "./publish/publisher.ts";
import { topicTarget } from "./publish/target.ts";
import { Registry } from "./registry.ts";
import { Signer } from "./signing/signer.ts";
import type { SnsServiceOptions } from "./sns-options.ts";

/** The parts of the service, put together. */
export interface SnsRooms {
  readonly handlers: Handlers<SnsOperations>;
  readonly publish: Targets["publish"];
  readonly signer: Signer;
  /** Does the work of `DELIVERY_QUEUE`. */
  readonly deliver: WorkHandler;
  /** Does the work of `ORDERED_QUEUE`. */
  readonly deliverInOrder: WorkHandler;
}

/** @param worker drains `DELIVERY_QUEUE` */
export function snsRooms(options: SnsServiceOptions, worker: Worker): SnsRooms {
  const { records, work, clock, random } = options;
  const registry = new Registry(records, clock);
  const signer = new Signer(records, clock, random);
  const deliverer = new Deliverer({ ...options, registry, signer });
  const ordered = new OrderedLanes(work, deliverer, clock);
  const publisher = new Publisher({ registry, records, worker, ordered, clock, random });
  const announcer = new Announcer(worker, clock, random);
  return {
    handlers: snsHandlers({ registry, publisher, announcer, clock, random }),
    publish: topicTarget({ registry, publisher, random }),
    signer,
    deliver: deliveryHandler(deliverer, clock),
    deliverInOrder: ordered.handler,
  };
}
