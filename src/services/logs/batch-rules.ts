import type { NewLogEvent } from "../../store/index.ts";
import { invalidParameter } from "./errors.ts";

// The rules of a batch of `PutLogEvents` (CloudWatch Logs API reference).

const BATCH_BYTES_MAX = 1_048_576;
const EVENTS_MAX = 10_000;
const BYTES_PER_EVENT = 26;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TOO_OLD_MS = 14 * DAY_MS;
const TOO_NEW_MS = 2 * HOUR_MS;

/** Which of a batch were refused, by their index. */
export interface RejectedEvents {
  /** The first that is more than two hours ahead. */
  readonly tooNewLogEventStartIndex?: number;
  /** One past the last that is more than 14 days old. */
  readonly tooOldLogEventEndIndex?: number;
  /** One past the last that is older than the group's retention. */
  readonly expiredLogEventEndIndex?: number;
}

/** Throws `InvalidParameterException` when a batch is too long, too large, not in order, or spans more than a day. */
export function checkBatch(events: readonly NewLogEvent[]): void {
  if (events.length > EVENTS_MAX)
    throw invalidParameter(
      `1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length less than or equal to ${EVENTS_MAX}`,
    );
  const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(event.message) + BYTES_PER_EVENT, 0);
  if (bytes > BATCH_BYTES_MAX)
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${BATCH_BYTES_MAX}`);
  const inOrder = events.every((event, index) => event.timestampMs >= (events[index - 1]?.timestampMs ?? 0));
  if (!inOrder) throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
  const spanMs = (events.at(-1)?.timestampMs ?? 0) - (events[0]?.timestampMs ?? 0);
  if (spanMs > DAY_MS)
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
}

/** Splits a batch that is in order into what is kept and what is too old, too new or expired. */
export function sortOut(
  events: readonly NewLogEvent[],
  nowMs: number,
  retentionDays: number | undefined,
): { readonly accepted: readonly NewLogEvent[]; readonly rejected: RejectedEvents | undefined } {
  const retainedMs = retentionDays === undefined ? Number.POSITIVE_INFINITY : retentionDays * DAY_MS;
  const isTooNew = (event: NewLogEvent): boolean => event.timestampMs > nowMs + TOO_NEW_MS;
  const tooNew = events.findIndex(isTooNew);
  const tooOld = countOlder(events, nowMs - TOO_OLD_MS);
  const expired = countOlder(events, nowMs - retainedMs);
  const accepted = events.slice(Math.max(tooOld, expired), tooNew < 0 ? events.length : tooNew);
  if (accepted.length === events.length) return { accepted, rejected: undefined };
  const rejected: RejectedEvents = {
    ...(tooNew < 0 ? {} : { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld === 0 ? {} : { tooOldLogEventEndIndex: tooOld }),
    ...(expired === 0 ? {} : { expiredLogEventEndIndex: expired }),
  };
  return { accepted, rejected };
}

function countOlder(events: readonly NewLogEvent[], limitMs: number): number {
  const first = events.findIndex((event) => event.timestampMs >= limitMs);
  return first < 0 ? events.length : first;
}
