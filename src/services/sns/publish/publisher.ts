import type { Clock, Random } from "../../../base/index.ts";
import type { RecordStore } from "../../../store/index.ts";
import type { Worker } from "../../../work/index.ts";
import type { TopicName } from "../arn.ts";
import type { Delivery } from "../delivery/delivery.ts";
import { deliveryWork } from "../delivery/delivery-work.ts";
import type { OrderedLanes } from "../delivery/ordered-lanes.ts";
import { putInParts } from "../delivery/parts.ts";
import { filterView } from "../filter/filter-policy.ts";
import type { FilterScope } from "../filter/filter-scope.ts";
import type { Registry } from "../registry.ts";
import type { Subscribed } from "../scope-registry.ts";
import { isFifo } from "../topics/topic-record.ts";
import { type FifoTurn, FifoTurns } from "./fifo-turns.ts";
import { type Message, textFor } from "./message.ts";

/** What the publisher of a message is told. */
export interface Published {
  readonly messageId: string;
  /** FIFO topics only. */
  readonly sequenceNumber: string | undefined;
}

export interface PublisherOptions {
  readonly registry: Registry;
  readonly records: RecordStore;
  readonly worker: Worker;
  readonly ordered: OrderedLanes;
  readonly clock: Clock;
  readonly random: Random;
}

/** Hands messages to the subscriptions that want them. Nothing is answered before it is durable. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #turns: FifoTurns;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#turns = new FifoTurns(options.records, options.clock, (name, turns) => this.#putOrdered(name, turns));
  }

  /**
   * Publishes in order. With an error nothing was accepted, or, where there are very many subscriptions, some of them get
   * what the others do not until it is published again. Throws `AwsError` and `StoreFullError`.
   */
  async publish(name: TopicName, messages: readonly Message[], traceHeader?: string): Promise<readonly Published[]> {
    const { topic } = await this.#options.registry.topic(name);
    if (!isFifo(topic)) {
      const deliveries = await Promise.all(messages.map((message) => this.#deliveries(name, message, traceHeader)));
      await putInParts(
        deliveries.flat(),
        (delivery) => [deliveryWork(delivery)],
        (part) => this.#options.worker.put(part),
      );
      return messages.map(({ id }) => ({ messageId: id, sequenceNumber: undefined }));
    }
    return this.#turns.take(name, topic, messages, traceHeader);
  }

  /** Forgets which messages a topic had; one of the same name made later has had none. */
  async forget(name: TopicName): Promise<void> {
    await this.#turns.forget(name);
  }

  async #putOrdered(name: TopicName, turns: readonly FifoTurn[]): Promise<void> {
    const deliveries = await Promise.all(
      turns.map(async ({ message, number, sequenceNumber, traceHeader }) => {
        const all = await this.#deliveries(name, message, traceHeader);
        return all.map((delivery) => ({ delivery: { ...delivery, sequenceNumber }, number }));
      }),
    );
    await this.#options.ordered.put(deliveries.flat());
  }

  async #deliveries(name: TopicName, message: Message, traceHeader: string | undefined): Promise<readonly Delivery[]> {
    const { clock, random, registry } = this.#options;
    const timestamp = new Date(clock.nowMs()).toISOString();
    const { groupId, deduplicationId } = message.place;
    return wanting((await registry.scope(name.scope)).subscriptions(name.name), message).map(({ record }) => ({
      kind: "Notification",
      subscriptionArn: record.arn,
      messageId: message.id,
      text: textFor(message, record.protocol),
      timestamp,
      attributes: message.attributes,
      requestId: random.uuid(),
      ...(message.subject === undefined ? {} : { subject: message.subject }),
      ...(groupId === undefined ? {} : { groupId }),
      ...(deduplicationId === undefined ? {} : { deduplicationId }),
      ...(traceHeader === undefined ? {} : { traceHeader }),
    }));
  }
}

function wanting(subscriptions: readonly Subscribed[], message: Message): readonly Subscribed[] {
  const views = new Map<string, unknown>();
  return subscriptions.filter(({ record, filter }) => {
    if (record.state !== "confirmed") return false;
    return filter === undefined || filter.matches(viewOf(filter.scope, message, record.protocol, views));
  });
}

/** Bodies differ between protocols; each view is made once. */
function viewOf(scope: FilterScope, message: Message, protocol: string, views: Map<string, unknown>): unknown {
  const key = scope === "MessageAttributes" ? scope : protocol;
  if (!views.has(key)) {
    const body = scope === "MessageAttributes" ? "" : textFor(message, protocol);
    views.set(key, filterView(scope, { attributes: message.attributes, body }));
  }
  return views.get(key);
}
