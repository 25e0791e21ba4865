import { extensionFailure } from "../extension-failure.ts";
import type { ExtensionsHost } from "../extensions-host.ts";
import type { Exchange, Reply, RequestHead } from "../http/exchange.ts";

/** `POST /2020-01-01/extension/exit/error`: an extension says why it is about to exit. */
export function extensionExitError(host: ExtensionsHost, head: RequestHead): Reply | Exchange {
  return extensionFailure(host, head, "exit");
}
