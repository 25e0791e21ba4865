import { type Clock, type Random, TargetError } from "../../../base/index.ts";
import { parseSubscriptionArn } from "../arn.ts";
import type { Registry } from "../registry.ts";
import {
  type DeliveryPolicy,
  effectivePolicy,
  readSubscriptionPolicy,
  readTopicPolicy,
  retryPlan,
} from "../retries/delivery-policy.ts";
import { MANAGED_RETRIES, retryDelayMs, type RetryPlan } from "../retries/retry-plan.ts";
import type { SignatureVersion } from "../signing/signer.ts";
import { isHttp, type SubscriptionRecord } from "../subscriptions/subscription-record.ts";
import {
  attempt,
  type AttemptOrder,
  type AttemptPorts,
  queueAttributes,
  queueBody,
  queuePlace,
  senderOf,
} from "./attempt.ts";
import { DeliveryDropped } from "./delivery-dropped.ts";
import type { Delivery, DeliveryKind } from "./delivery.ts";
import { AT_START, type Progress } from "./progress.ts";
import { ReceiveThrottle } from "./receive-throttle.ts";
import { deadLetterQueue } from "./redrive-policy.ts";

/** What is left to do for a delivery: nothing, or to try again after a while. */
export type Verdict =
  | { readonly over: true }
  | { readonly over: false; readonly waitMs: number; readonly progress: Progress };

export interface DelivererOptions extends AttemptPorts {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of messages that are given up and go nowhere. */
  readonly report: (error: unknown) => void;
}

const OVER: Verdict = { over: true };

/** What could be done about a message that nobody took. */
const CURES: Readonly<Record<DeliveryKind, string>> = {
  Notification: "a RedrivePolicy of the subscription would keep such messages",
  SubscriptionConfirmation: "subscribe again to have it sent once more",
  UnsubscribeConfirmation: "the subscription has ended; subscribe again to have it back",
};

/** Brings a message to its subscription, one attempt at a time, and to the dead-letter queue when all are spent. */
export class Deliverer {
  readonly #options: DelivererOptions;
  readonly #throttle = new ReceiveThrottle();

  constructor(options: DelivererOptions) {
    this.#options = options;
  }

  /** Makes the next attempt. Does not throw for what subscribers and targets do. */
  async proceed(delivery: Delivery, progress: Progress, signal: AbortSignal): Promise<Verdict> {
    const order = await this.#order(delivery);
    if (order === undefined) return OVER;
    if (progress.givenUp !== undefined) return this.#bury(order, progress.givenUp, progress.retries);
    const waitMs = progress.reserved ? 0 : this.#reserveMs(order);
    if (waitMs > 0) return { over: false, waitMs, progress: { ...progress, reserved: true } };
    const result = await attempt(order, this.#options, signal);
    if (result.result === "delivered") return OVER;
    const delayMs =
      result.result === "refused"
        ? undefined
        : retryDelayMs(planFor(order), progress.retries, this.#options.random.fraction());
    if (delayMs !== undefined)
      return { over: false, waitMs: delayMs, progress: { ...AT_START, retries: progress.retries + 1 } };
    return this.#bury(order, result.reason, 0);
  }

  #reserveMs({ subscription, policy }: AttemptOrder): number {
    if (!isHttp(subscription)) return 0;
    const { clock } = this.#options;
    return this.#throttle.reserveMs(subscription.arn, policy.receivesPerSecondMax, clock.monotonicMs());
  }

  /** Undefined when there is nobody any more to whom the message could go. */
  async #order(delivery: Delivery): Promise<AttemptOrder | undefined> {
    const { registry } = this.#options;
    const name = parseSubscriptionArn(delivery.subscriptionArn);
    const subscription = delivery.ended ?? (await registry.findSubscription(name))?.record;
    if (subscription === undefined || !wants(subscription, delivery)) return undefined;
    const topic = (await registry.scope(name.scope)).topic(name.name);
    const topicAttributes = topic?.attributes ?? {};
    const policy = effectivePolicy(
      readTopicPolicy(topicAttributes["DeliveryPolicy"]),
      readSubscriptionPolicy(subscription.attributes["DeliveryPolicy"]),
    );
    const signatureVersion: SignatureVersion = topicAttributes["SignatureVersion"] === "2" ? "2" : "1";
    return { delivery, subscription, policy, signatureVersion };
  }

  async #bury(order: AttemptOrder, reason: string, retries: number): Promise<Verdict> {
    const { delivery, subscription } = order;
    const { targets, signer, report, random } = this.#options;
    const redrive = delivery.kind === "Notification" ? subscription.attributes["RedrivePolicy"] : undefined;
    const queue = redrive === undefined ? undefined : deadLetterQueue(redrive);
    if (queue === undefined) {
      report(new DeliveryDropped(delivery, reason, CURES[delivery.kind]));
      return OVER;
    }
    try {
      await targets.sendMessage(
        queue,
        {
          body: await queueBody(order, signer),
          attributes: queueAttributes(delivery, subscription),
          ...queuePlace(delivery, queue),
        },
        senderOf(subscription, delivery),
      );
      return OVER;
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      const waitMs = error.retryable ? retryDelayMs(MANAGED_RETRIES, retries, random.fraction()) : undefined;
      if (waitMs !== undefined)
        return { over: false, waitMs, progress: { ...AT_START, retries: retries + 1, givenUp: reason } };
      report(new DeliveryDropped(delivery, reason, `and its dead-letter queue did not take it: ${error.message}`));
      return OVER;
    }
  }
}

/** A message for a subscription that changed its state meanwhile is not for it any more. */
function wants({ state }: SubscriptionRecord, { kind }: Delivery): boolean {
  if (kind === "UnsubscribeConfirmation") return true;
  return state === (kind === "SubscriptionConfirmation" ? "pending" : "confirmed");
}

function planFor({ subscription, policy }: { subscription: SubscriptionRecord; policy: DeliveryPolicy }): RetryPlan {
  return isHttp(subscription) ? retryPlan(policy) : MANAGED_RETRIES;
}
