import { lambdaError } from "./errors.ts";

/** Most entries that a page holds, and what it holds unless the request says less (ListFunctions: MaxItems). */
const PAGE_MAX = 50;

/** How many entries the page may have. */
export function pageSize(maxItems: number | undefined): number {
  return Math.min(maxItems ?? PAGE_MAX, PAGE_MAX);
}

/** The marker that continues after this name; stable, whatever is created or deleted between the pages. */
export function markerAfter(name: string): string {
  return Buffer.from(`after:${name}`).toString("base64url");
}

/** The name after which a page begins; undefined for the first. Throws `AwsError` for a marker that is none. */
export function nameOfMarker(marker: string | undefined): string | undefined {
  if (marker === undefined || marker === "") return undefined;
  const text = Buffer.from(marker, "base64url").toString();
  if (!text.startsWith("after:") || markerAfter(text.slice(6)) !== marker) throw lambdaError("malformed-marker");
  return text.slice(6);
}
