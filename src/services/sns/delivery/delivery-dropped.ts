import type { Delivery } from "./delivery.ts";

/** A message that could not be delivered and for which there is no dead-letter queue that takes it. */
export class DeliveryDropped extends Error {
  readonly subscriptionArn: string;
  readonly messageId: string;

  constructor({ subscriptionArn, messageId }: Delivery, reason: string, cure: string) {
    super(`SNS gave up message ${messageId} for ${subscriptionArn}: ${reason}; ${cure}`);
    this.name = "DeliveryDropped";
    // Where in the program it was noticed tells nobody anything.
    this.stack = `${this.name}: ${this.message}`;
    this.subscriptionArn = subscriptionArn;
    this.messageId = messageId;
  }
}
