import { checkOwner, parseSubscriptionArn, subscriptionArn } from "../arn.ts";
import { snsError } from "../errors.ts";
import { isSigned, type Operation, type SnsDependencies } from "../operation.ts";
import type { ScopeRegistry } from "../scope-registry.ts";
import { newToken } from "../subscriptions/confirmation-token.ts";
import { isHttp, type SubscriptionRecord } from "../subscriptions/subscription-record.ts";

/**
 * Ends a subscription; one that is not there is no error. Who only opens the link in a message may do it too, unless the
 * subscription asks for a signature; then the endpoint is told how to restore it. Throws `AwsError`.
 */
export function unsubscribe(dependencies: SnsDependencies): Operation<"Unsubscribe"> {
  const { registry, announcer } = dependencies;
  return async ({ SubscriptionArn }, context) => {
    const name = parseSubscriptionArn(SubscriptionArn);
    const arn = subscriptionArn(name);
    const signed = isSigned(context);
    if (signed) checkOwner(name, arn, context, "Unsubscribe", "SubscriptionArn");
    const topics = await registry.scope(name.scope);
    const ended = await topics.change(() => end(dependencies, topics, arn, signed));
    if (ended !== undefined && isHttp(ended)) await announcer.tellOfEnd(ended);
  };
}

/** Answers the subscription when it may be restored. */
async function end(
  { clock, random }: SnsDependencies,
  topics: ScopeRegistry,
  arn: string,
  signed: boolean,
): Promise<SubscriptionRecord | undefined> {
  const record = topics.subscription(arn)?.record;
  if (record === undefined || record.state === "deleted") return undefined;
  if (signed) {
    await topics.deleteSubscription(arn);
    return undefined;
  }
  // Nobody was sent a link to what is not confirmed.
  if (record.state === "pending") throw snsError("pending-subscription");
  if (record.authenticateOnUnsubscribe) throw snsError("unsigned-call", { action: "Unsubscribe" });
  const ended: SubscriptionRecord = {
    ...record,
    state: "deleted",
    sinceMs: clock.nowMs(),
    token: newToken(random),
  };
  await topics.putSubscription(ended);
  return ended;
}
