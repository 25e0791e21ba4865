import type { ExtensionsHost } from "../extensions-host.ts";
import type { Exchange, Reply, RequestHead } from "../http/exchange.ts";
import { subscribe } from "../subscribe.ts";

/** `PUT /2020-08-15/logs`: an extension subscribes by the Logs API, which the Telemetry API has superseded. */
export function logs(host: ExtensionsHost, head: RequestHead): Reply | Exchange {
  return subscribe(host, head, "logs");
}
