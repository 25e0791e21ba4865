import { extensionIdentifier } from "./extension-identifier.ts";
import type { ExtensionsHost } from "./extensions-host.ts";
import type { Exchange, Reply, RequestHead } from "./http/exchange.ts";
import { invalidSubscription, refused, SUBSCRIBED, TOO_LARGE } from "./replies.ts";
import { InvalidSubscription, readSubscription, type SubscriptionApi } from "./subscription.ts";

const BODY_BYTES_MAX = 65_536;

/** An extension wants to be sent what its function logs. */
export function subscribe(host: ExtensionsHost, head: RequestHead, api: SubscriptionApi): Reply | Exchange {
  const identifier = extensionIdentifier(head);
  if (typeof identifier !== "string") return identifier;
  return {
    bodyBytesMax: BODY_BYTES_MAX,
    complete: (body, _trailers, reply) => reply(answer(host, identifier, api, body)),
    tooLarge: () => TOO_LARGE,
    truncated: () => undefined,
  };
}

function answer(host: ExtensionsHost, identifier: string, api: SubscriptionApi, body: Uint8Array): Reply {
  try {
    const refusal = host.subscribe(identifier, readSubscription(api, body));
    return refusal === undefined ? SUBSCRIBED : refused(refusal);
  } catch (error) {
    if (error instanceof InvalidSubscription) return invalidSubscription(error.message);
    throw error;
  }
}
