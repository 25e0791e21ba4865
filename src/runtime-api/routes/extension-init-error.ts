import { extensionFailure } from "../extension-failure.ts";
import type { ExtensionsHost } from "../extensions-host.ts";
import type { Exchange, Reply, RequestHead } from "../http/exchange.ts";

/** `POST /2020-01-01/extension/init/error`: an extension that has registered could not get ready. It should exit now. */
export function extensionInitError(host: ExtensionsHost, head: RequestHead): Reply | Exchange {
  return extensionFailure(host, head, "init");
}
