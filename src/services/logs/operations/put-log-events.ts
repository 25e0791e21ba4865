import { checkBatch, sortOut } from "../batch-rules.ts";
import { streamNotFound } from "../errors.ts";
import { existingGroup } from "../group-reference.ts";
import type { LogsDependencies, Operation } from "../operation.ts";
import { SEQUENCE_TOKEN } from "../sequence-token.ts";

/** Throws `ResourceNotFoundException`, and `InvalidParameterException` when the whole batch is refused. */
export function putLogEvents({ logs, clock }: LogsDependencies): Operation<"PutLogEvents"> {
  return async (input, { scope }) => {
    const events = input.logEvents.map(({ timestamp, message }) => ({ timestampMs: timestamp, message }));
    checkBatch(events);
    const group = await existingGroup(logs, scope, input.logGroupName);
    if ((await logs.stream(scope, group.name, input.logStreamName)) === undefined) throw streamNotFound();
    const nowMs = clock.nowMs();
    const { accepted, rejected } = sortOut(events, nowMs, group.retentionDays);
    if (accepted.length > 0)
      await logs.append([{ scope, group: group.name, stream: input.logStreamName, events: accepted }], nowMs);
    return {
      nextSequenceToken: SEQUENCE_TOKEN,
      ...(rejected === undefined ? {} : { rejectedLogEventsInfo: rejected }),
    };
  };
}
