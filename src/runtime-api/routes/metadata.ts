import type { GuestMetadata } from "../guest-host.ts";
import type { Reply, RequestHead } from "../http/exchange.ts";
import { jsonReply, UNAUTHORIZED } from "../replies.ts";
import { isSameText } from "../same-text.ts";

/** What never changes in the life of an environment may be kept for half a day (AWS Lambda, "Using the Lambda metadata endpoint"). */
const CACHED: Reply["headers"] = [["Cache-Control", "private, max-age=43200, immutable"]];

/** `GET /2026-01-15/metadata/execution-environment`: where the environment is. The token is in its variables. */
export function metadata({ token, availabilityZoneId }: GuestMetadata, { headers }: RequestHead): Reply {
  const [, given = ""] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (!isSameText(given, token)) return UNAUTHORIZED;
  const reply = jsonReply(200, { AvailabilityZoneID: availabilityZoneId });
  return { ...reply, headers: [...reply.headers, ...CACHED] };
}
