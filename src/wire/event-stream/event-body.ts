import { AwsError } from "../operation.ts";
import type { EventFrames } from "./event-writer.ts";

export const EVENT_STREAM_TYPE = "application/vnd.amazon.eventstream";

const UNEXPECTED = "The response failed because of an unknown error.";

/**
 * The body of an answer that is a stream of events: one frame for each, taken no faster than they are read. A failure
 * of the events ends the body with a frame that says so. One that is no `AwsError` is thrown after that frame, for
 * whoever sends the body to report.
 *
 * @param first goes ahead of the events
 */
export async function* eventBody(
  frames: EventFrames,
  events: AsyncIterable<unknown>,
  first?: Buffer,
): AsyncGenerator<Buffer, void> {
  if (first !== undefined) yield first;
  try {
    for await (const event of events) yield frames.event(event);
  } catch (error) {
    const isExpected = error instanceof AwsError;
    yield frames.failure(isExpected ? error : new AwsError("InternalFailure", UNEXPECTED));
    if (!isExpected) throw error;
  }
}
