import { extensionIdentifier } from "../extension-identifier.ts";
import type { ExtensionEvent, ExtensionsHost } from "../extensions-host.ts";
import type { Exchange, Reply, RequestHead } from "../http/exchange.ts";
import { jsonReply, refused, TOO_LARGE } from "../replies.ts";

/** `GET /2020-01-01/extension/event/next`: waits for an event, however long that takes. The first call ends its init. */
export function nextExtensionEvent(host: ExtensionsHost, head: RequestHead): Reply | Exchange {
  const identifier = extensionIdentifier(head);
  if (typeof identifier !== "string") return identifier;
  return {
    bodyBytesMax: 0,
    complete: (_body, _trailers, reply) => {
      const refusal = host.next(identifier, (event) => reply(eventReply(event)));
      if (refusal !== undefined) reply(refused(refusal));
    },
    tooLarge: () => TOO_LARGE,
    truncated: () => undefined,
    abandoned: () => host.abandon(identifier),
  };
}

function eventReply({ identifier, body }: ExtensionEvent): Reply {
  const reply = jsonReply(200, body);
  return { ...reply, headers: [...reply.headers, ["Lambda-Extension-Event-Identifier", identifier]] };
}
