import { parseTopicArn } from "../arn.ts";
import { snsError } from "../errors.ts";
import { isSigned, type Operation, type SnsDependencies } from "../operation.ts";
import { isToken } from "../subscriptions/confirmation-token.ts";
import type { SubscriptionRecord } from "../subscriptions/subscription-record.ts";

/**
 * Confirms the subscription that a token was sent for, or restores it; once more changes nothing. Who has the token may do
 * it, signed or not. Throws `InvalidParameterException`, `NotFoundException`, `AuthorizationErrorException`.
 */
export function confirmSubscription({ registry, clock }: SnsDependencies): Operation<"ConfirmSubscription"> {
  return async ({ TopicArn, Token, AuthenticateOnUnsubscribe = "false" }, context) => {
    const { scope, name } = parseTopicArn(TopicArn);
    const signed = isSigned(context);
    const authenticate = AuthenticateOnUnsubscribe.toLowerCase() === "true";
    if (authenticate && !signed) throw snsError("unsigned-call", { action: "ConfirmSubscription" });
    if (!isToken(Token)) throw snsError("malformed-token");
    const topics = await registry.scope(scope);
    return topics.change(async () => {
      const found = topics.subscriptions(name).find(({ record }) => record.token === Token);
      if (found === undefined) throw snsError("unknown-token");
      const { record } = found;
      if (record.state === "confirmed") return { SubscriptionArn: record.arn };
      const confirmed: SubscriptionRecord = {
        ...record,
        state: "confirmed",
        sinceMs: clock.nowMs(),
        confirmedBySignature: signed,
        authenticateOnUnsubscribe: authenticate,
      };
      await topics.putSubscription(confirmed);
      return { SubscriptionArn: record.arn };
    });
  };
}
