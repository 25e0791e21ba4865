import type { ExtensionsHost } from "./extensions-host.ts";
import type { Exchange, Reply, RequestHead } from "./http/exchange.ts";
import { methodNotAllowed } from "./replies.ts";
import { extensionExitError } from "./routes/extension-exit-error.ts";
import { extensionInitError } from "./routes/extension-init-error.ts";
import { logs } from "./routes/logs.ts";
import { nextExtensionEvent } from "./routes/next-extension-event.ts";
import { registerExtension } from "./routes/register-extension.ts";
import { telemetry } from "./routes/telemetry.ts";

interface Route {
  readonly method: string;
  readonly answer: (host: ExtensionsHost, head: RequestHead) => Reply | Exchange;
}

/** What extensions may call: the Extensions, Telemetry and Logs APIs, which share the port of the Runtime API. */
const ROUTES: Readonly<Record<string, Route>> = {
  "/2020-01-01/extension/register": { method: "POST", answer: registerExtension },
  "/2020-01-01/extension/event/next": { method: "GET", answer: nextExtensionEvent },
  "/2020-01-01/extension/init/error": { method: "POST", answer: extensionInitError },
  "/2020-01-01/extension/exit/error": { method: "POST", answer: extensionExitError },
  "/2022-07-01/telemetry": { method: "PUT", answer: telemetry },
  "/2020-08-15/logs": { method: "PUT", answer: logs },
};

/** The answer to a call of an extension; undefined when there is no such path. */
export function extensionAnswer(host: ExtensionsHost, head: RequestHead): Reply | Exchange | undefined {
  // Some clients end their paths with a slash, as the documents of AWS do.
  const route = ROUTES[head.path.endsWith("/") ? head.path.slice(0, -1) : head.path];
  if (route === undefined) return undefined;
  return head.method === route.method ? route.answer(host, head) : methodNotAllowed(route.method);
}
