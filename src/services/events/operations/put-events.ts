import { ENTRIES_BYTES_MAX, entryBytes } from "../event/entry-size.ts";
import { readEntry } from "../event/incoming-entry.ts";
import { eventsError } from "../errors.ts";
import type { EventsDependencies, Operation } from "../operation.ts";

/**
 * Accepts events: those that are well-formed are durable when this resolves, as deliveries to all targets of the rules
 * that match. Each entry is answered in its place. Throws `ValidationException` for too much at once.
 */
export function putEvents({ intake, clock, random }: EventsDependencies): Operation<"PutEvents"> {
  return async ({ Entries, EndpointId }, { scope, caller }) => {
    if (EndpointId !== undefined) throw eventsError("global-endpoint");
    if (Entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > ENTRIES_BYTES_MAX)
      throw eventsError("entries-too-large");
    const nowMs = clock.nowMs();
    const read = Entries.map((entry) => readEntry(entry, { scope, caller, nowMs, eventId: random.uuid() }));
    await intake.accept(read.filter((entry) => "eventId" in entry));
    return {
      FailedEntryCount: read.filter((entry) => "ErrorCode" in entry).length,
      Entries: read.map((entry) => ("eventId" in entry ? { EventId: entry.eventId } : entry)),
    };
  };
}
