import type { ExtensionsHost } from "../extensions-host.ts";
import type { Exchange, Reply, RequestHead } from "../http/exchange.ts";
import { subscribe } from "../subscribe.ts";

/** `PUT /2022-07-01/telemetry`: an extension subscribes by the Telemetry API. */
export function telemetry(host: ExtensionsHost, head: RequestHead): Reply | Exchange {
  return subscribe(host, head, "telemetry");
}
