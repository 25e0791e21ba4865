import type { LogCursor, LogEvent } from "../../../store/index.ts";
import { streamNotFound } from "../errors.ts";
import { EVENTS_MAX, readEventPage } from "../event-page.ts";
import { existingGroup, groupNameOf } from "../group-reference.ts";
import type { LogsDependencies, Operation } from "../operation.ts";
import { BEGINNING, decodeDirected, encodeDirected } from "../place-token.ts";
import type { DirectedPlace } from "../place-token.ts";

/**
 * Tokens of a page. With events on it they are the places after the last and before the first of them; without, the
 * place that was asked about, so that the same token comes back at either end of a stream.
 */
function tokensOf(
  oldestFirst: readonly LogEvent[],
  from: DirectedPlace | undefined,
): { nextForwardToken: string; nextBackwardToken: string } {
  const first = oldestFirst[0];
  const last = oldestFirst.at(-1);
  const asked = from?.place ?? BEGINNING;
  const isBackward = from?.direction === "backward";
  const forward: LogCursor = last ?? (isBackward ? { ...asked, sequence: Math.max(0, asked.sequence - 1) } : asked);
  const backward: LogCursor = first ?? (isBackward ? asked : { ...asked, sequence: asked.sequence + 1 });
  return {
    nextForwardToken: encodeDirected({ direction: "forward", place: forward }),
    nextBackwardToken: encodeDirected({ direction: "backward", place: backward }),
  };
}

/** Events of one stream, the newest unless `startFromHead`. Throws `ResourceNotFoundException` and `InvalidParameterException`. */
export function getLogEvents({ logs }: LogsDependencies): Operation<"GetLogEvents"> {
  return async (input, { scope }) => {
    const from = input.nextToken === undefined ? undefined : decodeDirected(input.nextToken);
    const group = await existingGroup(logs, scope, groupNameOf(scope, input));
    if ((await logs.stream(scope, group.name, input.logStreamName)) === undefined) throw streamNotFound();
    const newestFirst = from === undefined ? input.startFromHead !== true : from.direction === "backward";
    const page = await readEventPage(
      logs,
      { scope, group: group.name },
      {
        streams: [input.logStreamName],
        ...(input.startTime === undefined ? {} : { fromMs: input.startTime }),
        ...(input.endTime === undefined ? {} : { toMs: input.endTime }),
        ...(from === undefined ? {} : { after: from.place }),
        newestFirst,
        limit: input.limit ?? EVENTS_MAX,
      },
      () => true,
    );
    const oldestFirst = newestFirst ? page.events.toReversed() : page.events;
    return {
      events: oldestFirst.map((event) => ({
        timestamp: event.timestampMs,
        message: event.message,
        ingestionTime: event.ingestionTimeMs,
      })),
      ...tokensOf(oldestFirst, from),
    };
  };
}
