import { pageOf } from "../list-page.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { shownSubscription } from "../subscriptions/shown-subscription.ts";

/** Subscriptions of all topics, 100 at a time. Throws `InvalidParameterException`. */
export function listSubscriptions({ registry }: SnsDependencies): Operation<"ListSubscriptions"> {
  return async ({ NextToken }, { scope }) => {
    const all = (await registry.scope(scope)).subscriptions();
    const { items, nextToken } = pageOf(all, ({ record }) => record.arn, NextToken);
    return { Subscriptions: items.map(shownSubscription), NextToken: nextToken };
  };
}
