import type { Json } from "../../store/index.ts";

/** What happens to asynchronous events of a qualifier of a function, by `belongingKey`. */
export const EVENT_INVOKE_KIND = "event-invoke-config";

export type EventInvokeRecord = {
  readonly form: 1;
  /** `$LATEST`, the number of a version or the name of an alias. */
  readonly qualifier: string;
  /** Null takes the default of the service, 6 hours. */
  readonly eventAgeMaxS: number | null;
  /** Null takes the default of the service, 2. */
  readonly retriesMax: number | null;
  readonly onSuccessArn: string | null;
  readonly onFailureArn: string | null;
  readonly lastModifiedMs: number;
};

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readEventInvokeRecord(key: string, value: Json): EventInvokeRecord {
  if (isEventInvokeRecord(value)) return value;
  throw new Error(
    `the event invoke config ${key} was written by another version of Hearth; start that version instead`,
  );
}

function isEventInvokeRecord(value: unknown): value is EventInvokeRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "retriesMax" in value;
}
