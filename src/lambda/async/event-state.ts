import type { Json } from "../../store/index.ts";

/** What the last attempt brought that reached the function, for the record of the invocation. */
export type LastAnswer = {
  readonly statusCode: number;
  readonly executedVersion: string;
  readonly functionError: string | null;
  /** JSON text; null when there was none, or more than is kept. */
  readonly payload: string | null;
};

/** An event that waits to be done. Its id is the request id, its payload the event, its lane the key of the function. */
export type EventState = {
  readonly form: 1;
  /** As invoked. */
  readonly qualifier: string | null;
  readonly traceHeader: string;
  readonly tenantId: string | null;
  /** How often the function was begun. */
  readonly attempts: number;
  /** How often it failed, which is what retries are counted by. */
  readonly failures: number;
  /** How often the event was put back since without reaching the function, which the wait grows with. */
  readonly refusals: number;
  readonly last: LastAnswer | null;
};

/** Reads what was stored. Throws when it was written by a Hearth whose form of it this one does not know. */
export function readEventState(id: string, value: Json): EventState {
  if (isEventState(value)) return value;
  throw new Error(`the event ${id} was stored by another version of Hearth; start that version instead`);
}

function isEventState(value: unknown): value is EventState {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "refusals" in value;
}
