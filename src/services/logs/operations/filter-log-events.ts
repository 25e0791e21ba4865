import type { Scope } from "../../../base/index.ts";
import type { LogQuery, LogStore } from "../../../store/index.ts";
import { invalidParameter, streamNotFound } from "../errors.ts";
import { EVENTS_MAX, readEventPage } from "../event-page.ts";
import { FilterPatternError } from "../filter-pattern/filter-pattern-error.ts";
import { compileFilterPattern } from "../filter-pattern/filter-pattern.ts";
import type { MessageTest } from "../filter-pattern/filter-pattern.ts";
import { existingGroup, groupNameOf } from "../group-reference.ts";
import type { LogsDependencies, Operation } from "../operation.ts";
import { decodePlace, encodePlace } from "../place-token.ts";

function compile(pattern: string): MessageTest {
  try {
    return compileFilterPattern(pattern);
  } catch (error) {
    if (error instanceof FilterPatternError) throw invalidParameter(error.message);
    throw error;
  }
}

async function requireStreams(logs: LogStore, scope: Scope, group: string, names: readonly string[]): Promise<void> {
  const streams = await Promise.all(names.map((name) => logs.stream(scope, group, name)));
  if (streams.includes(undefined)) throw streamNotFound();
}

/**
 * Events of a group that match, ordered by time across streams. A page may be empty and yet have a token.
 * Throws `ResourceNotFoundException` and `InvalidParameterException`.
 */
export function filterLogEvents({ logs }: LogsDependencies): Operation<"FilterLogEvents"> {
  return async (input, { scope }) => {
    const { logStreamNames: streams, logStreamNamePrefix: streamPrefix } = input;
    if (streams !== undefined && streamPrefix !== undefined)
      throw invalidParameter("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
    const matches = compile(input.filterPattern ?? "");
    const query: LogQuery = {
      ...(streams === undefined ? {} : { streams }),
      ...(streamPrefix === undefined ? {} : { streamPrefix }),
      ...(input.startTime === undefined ? {} : { fromMs: input.startTime }),
      // Unlike that of GetLogEvents, this end is part of the range.
      ...(input.endTime === undefined ? {} : { toMs: input.endTime + 1 }),
      ...(input.nextToken === undefined ? {} : { after: decodePlace(input.nextToken) }),
      limit: input.limit ?? EVENTS_MAX,
    };
    const group = await existingGroup(logs, scope, groupNameOf(scope, input));
    if (streams !== undefined) await requireStreams(logs, scope, group.name, streams);
    const page = await readEventPage(logs, { scope, group: group.name }, query, matches);
    return {
      events: page.events.map((event) => ({
        logStreamName: event.stream,
        timestamp: event.timestampMs,
        message: event.message,
        ingestionTime: event.ingestionTimeMs,
        eventId: encodePlace(event),
      })),
      searchedLogStreams: [],
      ...(page.ended || page.place === undefined ? {} : { nextToken: encodePlace(page.place) }),
    };
  };
}
