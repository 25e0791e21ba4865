import type { Reply, RequestHead } from "./http/exchange.ts";
import { refused } from "./replies.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Who calls, by `Lambda-Extension-Identifier`; or the 403 of a header that is missing or is no UUID. */
export function extensionIdentifier({ headers }: RequestHead): string | Reply {
  const identifier = headers.get("lambda-extension-identifier") ?? "";
  if (identifier === "")
    return refused({
      errorType: "Extension.MissingExtensionIdentifier",
      errorMessage: "Missing Lambda-Extension-Identifier header",
    });
  if (!UUID.test(identifier))
    return refused({
      errorType: "Extension.InvalidExtensionIdentifier",
      errorMessage: "Invalid Lambda-Extension-Identifier",
    });
  return identifier.toLowerCase();
}
