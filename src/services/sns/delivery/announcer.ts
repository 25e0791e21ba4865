import type { Clock, Random } from "../../../base/index.ts";
import type { Worker } from "../../../work/index.ts";
import type { SubscriptionRecord } from "../subscriptions/subscription-record.ts";
import type { DeliveryKind } from "./delivery.ts";
import { deliveryWork } from "./delivery-work.ts";

/** Sends endpoints the messages that concern their subscription itself. */
export class Announcer {
  readonly #worker: Worker;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(worker: Worker, clock: Clock, random: Random) {
    this.#worker = worker;
    this.#clock = clock;
    this.#random = random;
  }

  /** Asks the endpoint of a pending subscription to confirm it. Resolves once the message is durable. */
  async askToConfirm(subscription: SubscriptionRecord): Promise<void> {
    const text = `You have chosen to subscribe to the topic ${subscription.topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`;
    await this.#put("SubscriptionConfirmation", subscription, text);
  }

  /** Tells the endpoint of a subscription that ended how to restore it. Resolves once the message is durable. */
  async tellOfEnd(subscription: SubscriptionRecord): Promise<void> {
    const text = `You have chosen to deactivate subscription ${subscription.arn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`;
    await this.#put("UnsubscribeConfirmation", subscription, text);
  }

  async #put(kind: DeliveryKind, subscription: SubscriptionRecord, text: string): Promise<void> {
    await this.#worker.put([
      deliveryWork({
        kind,
        subscriptionArn: subscription.arn,
        messageId: this.#random.uuid(),
        text,
        timestamp: new Date(this.#clock.nowMs()).toISOString(),
        attributes: {},
        requestId: this.#random.uuid(),
        token: subscription.token ?? "",
        ...(kind === "UnsubscribeConfirmation" ? { ended: subscription } : {}),
      }),
    ]);
  }
}
