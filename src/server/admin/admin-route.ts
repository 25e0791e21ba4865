import type { WireResponse } from "../../wire/index.ts";

export interface AdminRequest {
  /** Path and query as sent. */
  readonly url: string;
  /** What stands in the path for `:name`. */
  readonly parameter: string;
  readonly query: URLSearchParams;
  /** The body as JSON; undefined when there is none. */
  readonly body: unknown;
}

/** One route under `/_hearth/`: Hearth's own, for its command line and for links in answers; no part of any AWS API. */
export interface AdminRoute {
  readonly method: "GET" | "POST" | "DELETE";
  /** e.g. `/_hearth/keys/:name`; the last segment may be a parameter. */
  readonly path: string;
  /** Who may call it: anybody, or only who knows the token in `server.json`. A route may check a token of its own. */
  readonly guarded: boolean;
  answer(request: AdminRequest): Promise<WireResponse>;
}

/** An answer as JSON. */
export function json(value: unknown, status = 200): WireResponse {
  return { status, headers: { "Content-Type": "application/json" }, body: Buffer.from(JSON.stringify(value)) };
}

/** An error as JSON, with a message that names cause and cure. */
export function problem(status: number, code: string, message: string): WireResponse {
  return json({ code, message }, status);
}
