import type { WireHead, WireResponse } from "../../wire/index.ts";
import { isLoopback } from "../loopback.ts";
import { plainError } from "./plain-error.ts";

/**
 * While signatures are not checked, a web page that the user happens to visit could send requests to the port on
 * loopback, directly or under a name of its own that it points at 127.0.0.1 (DNS rebinding). Both show in the head.
 */
export function browserGate(head: WireHead): WireResponse | undefined {
  const { host, origin } = head.headers;
  if (host !== undefined && !isLocalName(hostName(`http://${host}`)))
    return forbidden(`Host "${host}" is not a name of this machine; use localhost or 127.0.0.1, or --auth sigv4`);
  if (origin !== undefined && origin !== "null" && isLocalName(hostName(origin))) return undefined;
  return origin === undefined ? undefined : forbidden(`A web page of ${origin} may not call this server`);
}

function forbidden(message: string): WireResponse {
  return plainError(403, "AccessDeniedException", message);
}

function hostName(url: string): string | undefined {
  return URL.parse(url)?.hostname.replace(/^\[(.*)\]$/, "$1");
}

function isLocalName(name: string | undefined): boolean {
  return name !== undefined && (isLoopback(name) || name.endsWith(".localhost"));
}
