import { eventsError } from "./errors.ts";

/** What a page holds unless the request says less (EventBridge API reference, `Limit`). */
const PAGE_MAX = 100;

interface PageRequest {
  readonly NextToken?: string | undefined;
  readonly Limit?: number | undefined;
}

export interface Page<Entry> {
  readonly entries: readonly Entry[];
  /** The member that continues the list, or none. */
  readonly next: { readonly NextToken?: string };
}

/**
 * A page of the entries in the order of their names; stable, whatever is created or deleted between pages. Throws
 * `ValidationException` for a token that is none.
 */
export function pageOf<Entry>(
  entries: Iterable<Entry>,
  nameOf: (entry: Entry) => string,
  { NextToken, Limit = PAGE_MAX }: PageRequest,
): Page<Entry> {
  const after = NextToken === undefined ? undefined : nameOfToken(NextToken);
  const rest = [...entries]
    .filter((entry) => after === undefined || nameOf(entry) > after)
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const page = rest.slice(0, Limit);
  const last = page.at(-1);
  const next = rest.length > page.length && last !== undefined ? { NextToken: tokenAfter(nameOf(last)) } : {};
  return { entries: page, next };
}

function tokenAfter(name: string): string {
  return Buffer.from(`after:${name}`).toString("base64url");
}

function nameOfToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith("after:") || tokenAfter(text.slice(6)) !== token) throw eventsError("next-token");
  return text.slice(6);
}
