import { extensionIdentifier } from "./extension-identifier.ts";
import type { ExtensionErrorPhase, ExtensionsHost } from "./extensions-host.ts";
import type { Exchange, Reply, RequestHead } from "./http/exchange.ts";
import { ACCEPTED, refused, TOO_LARGE } from "./replies.ts";

/** The body may hold a message and a stack trace; neither is kept. */
const BODY_BYTES_MAX = 262_144;

/** An extension says that it cannot go on. What counts is the type of the error in its header. */
export function extensionFailure(
  host: ExtensionsHost,
  head: RequestHead,
  phase: ExtensionErrorPhase,
): Reply | Exchange {
  const identifier = extensionIdentifier(head);
  if (typeof identifier !== "string") return identifier;
  const errorType = head.headers.get("lambda-extension-function-error-type") ?? "";
  if (errorType === "")
    return refused({
      errorType: "Extension.MissingHeader",
      errorMessage: "Lambda-Extension-Function-Error-Type not found",
    });
  return {
    bodyBytesMax: BODY_BYTES_MAX,
    complete: (_body, _trailers, reply) => {
      const refusal = host.fail(identifier, phase, errorType);
      reply(refusal === undefined ? ACCEPTED : refused(refusal));
    },
    tooLarge: () => TOO_LARGE,
    truncated: () => undefined,
  };
}
