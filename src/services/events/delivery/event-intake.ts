import { PreparedEvent, type Random, type Scope } from "../../../base/index.ts";
import type { Worker, WorkToPut } from "../../../work/index.ts";
import type { Directory } from "../directory/directory.ts";
import { deliveryWork } from "./delivery-work.ts";

/** An event that was put on a bus. */
export interface IncomingEvent {
  readonly scope: Scope;
  readonly bus: string;
  readonly eventId: string;
  readonly eventJson: string;
  readonly ingestedAtMs: number;
  readonly traceHeader?: string | undefined;
  /** How many buses have passed it on. */
  readonly hops: number;
}

interface IntakeParts {
  readonly directory: Directory;
  readonly random: Random;
  readonly worker: Pick<Worker, "put">;
}

/** Holds events against the rules of their buses, and sees to it that they reach the targets of those that match. */
export class EventIntake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Resolves once every delivery is durable: all of them or none. Throws `StoreFullError`. */
  async accept(events: readonly IncomingEvent[]): Promise<void> {
    const work = await Promise.all(events.map((event) => this.deliveries(event)));
    if (work.some((deliveries) => deliveries.length > 0)) await this.#parts.worker.put(work.flat());
  }

  /** One delivery for each target of each rule that matches; none when there is no such bus, as AWS has it. */
  async deliveries(event: IncomingEvent): Promise<readonly WorkToPut[]> {
    const { directory, random } = this.#parts;
    const bus = (await directory.in(event.scope)).buses.get(event.bus);
    if (bus === undefined || bus.rules.size === 0) return [];
    const prepared = new PreparedEvent(JSON.parse(event.eventJson));
    return [...bus.rules.values()]
      .filter((rule) => rule.matches(prepared))
      .flatMap((rule) =>
        [...rule.targets.keys()].map((target) =>
          deliveryWork({ ...event, rule: rule.record.name, target }, random.uuid()),
        ),
      );
  }
}
