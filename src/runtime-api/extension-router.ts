import type { ExtensionsHost } from "./extensions-host.ts";
import type { Exchange, Reply, RequestHead } from "./http/exchange.ts";
import { methodNotAllowed } from "./replies.ts";
import { extensionExitError } from "./routes/extension-exit-error.ts";
import { extensionInitError } from "./routes/extension-init-error.ts";
import { nextExtensionEvent } from "./routes/next-extension-event.ts";
import { registerExtension } from "./routes/register-extension.ts";

interface Route {
  readonly method: string;
  readonly answer: (host: ExtensionsHost, head: RequestHead) => Reply | Exchange;
}

/** The Extensions API (version 2020-01-01), which shares the port of the Runtime API. */
const ROUTES: Readonly<Record<string, Route>> = {
  "/2020-01-01/extension/register": { method: "POST", answer: registerExtension },
  "/2020-01-01/extension/event/next": { method: "GET", answer: nextExtensionEvent },
  "/2020-01-01/extension/init/error": { method: "POST", answer: extensionInitError },
  "/2020-01-01/extension/exit/error": { method: "POST", answer: extensionExitError },
};

/** The answer to a call of an extension; undefined when there is no such path. */
export function extensionAnswer(host: ExtensionsHost, head: RequestHead): Reply | Exchange | undefined {
  // Some clients end their paths with a slash, as the documents of AWS do.
  const route = ROUTES[head.path.endsWith("/") ? head.path.slice(0, -1) : head.path];
  if (route === undefined) return undefined;
  return head.method === route.method ? route.answer(host, head) : methodNotAllowed(route.method);
}
