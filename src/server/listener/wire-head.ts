import type { IncomingMessage } from "node:http";
import type { WireHead } from "../../wire/index.ts";

/** The head of a request as the wire room reads it; the absolute form of a URL (as sent to proxies) loses its origin. */
export function headOf(request: IncomingMessage): WireHead {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  return { method: request.method ?? "GET", url: originForm(request.url ?? "/"), headers };
}

function originForm(url: string): string {
  if (url.startsWith("/")) return url;
  const parsed = URL.parse(url);
  return parsed === null || parsed.host === "" ? "/" : parsed.pathname + parsed.search;
}
