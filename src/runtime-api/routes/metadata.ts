import { timingSafeEqual } from "node:crypto";
import type { GuestMetadata } from "../guest-host.ts";
import type { Reply, RequestHead } from "../http/exchange.ts";
import { jsonReply, UNAUTHORIZED } from "../replies.ts";

/** What never changes in the life of an environment may be kept for half a day (AWS Lambda, "Using the Lambda metadata endpoint"). */
const CACHED: Reply["headers"] = [["Cache-Control", "private, max-age=43200, immutable"]];

/** `GET /2026-01-15/metadata/execution-environment`: where the environment is. The token is in its variables. */
export function metadata({ token, availabilityZoneId }: GuestMetadata, { headers }: RequestHead): Reply {
  const [, given = ""] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (!isEqual(given, token)) return UNAUTHORIZED;
  const reply = jsonReply(200, { AvailabilityZoneID: availabilityZoneId });
  return { ...reply, headers: [...reply.headers, ...CACHED] };
}

function isEqual(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
