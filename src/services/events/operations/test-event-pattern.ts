import { compileEventPattern, EventPatternError, type EventPattern } from "../../../base/index.ts";
import { eventsError } from "../errors.ts";
import type { Operation } from "../operation.ts";

/** What the event must have (EventBridge API reference, TestEventPattern). */
const REQUIRED = ["id", "account", "source", "time", "region", "resources", "detail-type"];

/** Throws `InvalidEventPatternException`, and `ValidationException` for what is no event. */
export function testEventPattern(): Operation<"TestEventPattern"> {
  return async ({ EventPattern: pattern, Event: event }) => ({
    Result: compiled(pattern).matches(readEvent(event)),
  });
}

function compiled(pattern: string): EventPattern {
  try {
    return compileEventPattern(pattern);
  } catch (error) {
    throw error instanceof EventPatternError ? eventsError("bad-pattern", { message: error.message }, error) : error;
  }
}

function readEvent(text: string): unknown {
  const event = parsed(text);
  if (typeof event !== "object" || event === null || !REQUIRED.every((member) => Object.hasOwn(event, member)))
    throw eventsError("bad-event");
  return event;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw eventsError("bad-event", undefined, error);
  }
}
