import { invalidValue } from "./sqs-error.ts";

const PAGE_MAX = 1_000;

/** How a client asks for a part of a list. */
interface PageInput {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/** What to look for: names after `after`, at most `limit`. Throws `InvalidParameterValue`. */
export function readPage({ NextToken, MaxResults }: PageInput): {
  readonly after: string | undefined;
  readonly limit: number;
} {
  if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > PAGE_MAX))
    throw invalidValue("MaxResults", MaxResults, "MaxResults must be an integer between 1 and 1000.");
  if (NextToken === undefined || NextToken === "") return { after: undefined, limit: MaxResults ?? PAGE_MAX };
  const after = Buffer.from(NextToken, "base64url").toString();
  if (!/^[\w.-]{1,80}$/.test(after)) throw invalidValue("NextToken", NextToken, "Invalid or expired next token.");
  return { after, limit: MaxResults ?? PAGE_MAX };
}

/** A token is given only to those who asked for pages. */
export function nextToken(lastName: string | undefined, more: boolean): { readonly NextToken?: string } {
  return more && lastName !== undefined ? { NextToken: Buffer.from(lastName).toString("base64url") } : {};
}
