import type { Scope } from "../../base/index.ts";

/** Whose event it is. */
export interface EventOwner {
  readonly scope: Scope;
  readonly functionName: string;
  /** As invoked; undefined when it was invoked without one. */
  readonly qualifier: string | undefined;
}

/**
 * What becomes of asynchronous invocations; each makes one of the metrics that the comment names (AWS Lambda developer guide, "Types of metrics").
 */
export type AsyncFact = EventOwner & { readonly timeMs: number } & (
    | { readonly type: "async.received" } // AsyncEventsReceived
    | { readonly type: "async.begun"; readonly ageMs: number } // AsyncEventAge
    | { readonly type: "async.dropped"; readonly why: DropReason } // AsyncEventsDropped
    | { readonly type: "async.loop-stopped" } // RecursiveInvocationsDropped
    | { readonly type: "async.dead-letter-failed"; readonly targetArn: string } // DeadLetterErrors
    | { readonly type: "async.destination-failed"; readonly targetArn: string } // DestinationDeliveryFailures
  );

/** Why an event was given up; also the condition of its record, but for a function that is gone, of which none is kept. */
export type DropReason =
  | "RetriesExhausted"
  | "EventAgeExceeded"
  | "ZeroReservedConcurrency"
  | "RecursiveInvocation"
  | "FunctionMissing";

/** Of which a record is kept. */
export type RecordedDrop = Exclude<DropReason, "FunctionMissing">;
