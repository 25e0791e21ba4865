import { snsError } from "./errors.ts";

/** SNS API reference: lists are answered a hundred at a time. */
const PAGE = 100;

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** The page behind a token. The token names the last one of the page before. Throws `InvalidParameterException`. */
export function pageOf<T>(items: readonly T[], nameOf: (item: T) => string, token: string | undefined): Page<T> {
  const after = token === undefined || token === "" ? undefined : decode(token);
  const sorted = items.toSorted((one, other) => compare(nameOf(one), nameOf(other)));
  const rest = after === undefined ? sorted : sorted.filter((item) => compare(nameOf(item), after) > 0);
  const page = rest.slice(0, PAGE);
  const last = page.at(-1);
  return { items: page, nextToken: last !== undefined && rest.length > PAGE ? encode(nameOf(last)) : undefined };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function encode(name: string): string {
  return Buffer.from(JSON.stringify([name])).toString("base64");
}

function decode(token: string): string {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, "base64").toString());
    if (Array.isArray(value) && typeof value[0] === "string") return value[0];
  } catch (error) {
    throw snsError("next-token", undefined, error);
  }
  throw snsError("next-token");
}
