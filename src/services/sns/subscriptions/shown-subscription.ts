import type { SnsModel } from "../../../wire/index.ts";
import type { Subscribed } from "../scope-registry.ts";

/** As lists show it: an ARN has only what is confirmed. */
export function shownSubscription({ record }: Subscribed): SnsModel.Subscription {
  const { state, arn, owner, protocol, endpoint, topicArn } = record;
  const shown = { confirmed: arn, pending: "PendingConfirmation", deleted: "Deleted" }[state];
  return { SubscriptionArn: shown, Owner: owner, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn };
}
