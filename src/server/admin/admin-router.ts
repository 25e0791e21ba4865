import { timingSafeEqual } from "node:crypto";
import type { Admission, Dispatcher, WireHead, WireResponse } from "../../wire/index.ts";
import { type AdminRequest, type AdminRoute, problem } from "./admin-route.ts";

/** Everything under this is answered here and never by AWS's API, which has no such path. */
export const ADMIN_PREFIX = "/_hearth/";
const BODY_BYTES_MAX = 65_536;
const TOKEN_HEADER = "x-hearth-token";

interface Match {
  readonly route: AdminRoute;
  readonly parameter: string;
}

/** Finds the route of a request and guards it. Never throws; failures of a route are reported and answered as such. */
export class AdminRouter implements Dispatcher {
  readonly #routes: readonly AdminRoute[];
  readonly #token: Buffer;
  readonly #onFailure: (error: unknown) => void;

  constructor(routes: readonly AdminRoute[], token: string, onFailure: (error: unknown) => void) {
    this.#routes = routes;
    this.#token = Buffer.from(token);
    this.#onFailure = onFailure;
  }

  admit(): Admission {
    return {
      bodyBytesMax: BODY_BYTES_MAX,
      tooLarge: () => problem(413, "TooLarge", `the body must not exceed ${BODY_BYTES_MAX} bytes`),
    };
  }

  async dispatch(head: WireHead, body: Uint8Array): Promise<WireResponse> {
    const [path = "", query = ""] = head.url.split("?", 2);
    const matches = this.#routes.flatMap((route) => match(route, path));
    const found = matches.find(({ route }) => route.method === head.method);
    if (found === undefined)
      return matches.length === 0
        ? problem(404, "NotFound", `there is no ${path}`)
        : problem(405, "MethodNotAllowed", `${path} does not take ${head.method}`);
    if (found.route.guarded && !this.#knowsToken(head))
      return problem(403, "Forbidden", "this needs the token in server.json of the data folder");
    try {
      return await found.route.answer(adminRequest(found, head.url, query, body));
    } catch (error) {
      if (error instanceof SyntaxError) return problem(400, "NotJson", error.message);
      this.#onFailure(error);
      return problem(500, "Failed", error instanceof Error ? error.message : String(error));
    }
  }

  #knowsToken(head: WireHead): boolean {
    const given = Buffer.from(head.headers[TOKEN_HEADER] ?? bearerOf(head.headers["authorization"]));
    return given.length === this.#token.length && timingSafeEqual(given, this.#token);
  }
}

/** The token as Prometheus and others send theirs. */
function bearerOf(authorization = ""): string {
  return authorization.startsWith("Bearer ") ? authorization.slice("Bearer ".length) : "";
}

function match(route: AdminRoute, path: string): Match[] {
  const colon = route.path.indexOf(":");
  if (colon === -1) return route.path === path ? [{ route, parameter: "" }] : [];
  const prefix = route.path.slice(0, colon);
  const rest = path.slice(prefix.length);
  return path.startsWith(prefix) && rest !== "" && !rest.includes("/") ? [{ route, parameter: decoded(rest) }] : [];
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A broken escape names nothing that exists; the route then says so.
    return segment;
  }
}

function adminRequest({ parameter }: Match, url: string, query: string, body: Uint8Array): AdminRequest {
  const text = Buffer.from(body).toString();
  return { url, parameter, query: new URLSearchParams(query), body: text === "" ? undefined : JSON.parse(text) };
}
