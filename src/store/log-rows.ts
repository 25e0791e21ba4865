import { numberOf, optionalNumberOf, textOf } from "./columns.ts";
import type { LogGroup, LogStream } from "./ports/logs.ts";

/** A row of any adapter. */
type Row = Readonly<Record<string, unknown>>;

export function groupOf(row: Row): LogGroup {
  return {
    name: textOf(row, "name"),
    creationTimeMs: numberOf(row, "creation_ms"),
    retentionDays: optionalNumberOf(row, "retention_days"),
    storedBytes: numberOf(row, "stored_bytes"),
    tags: JSON.parse(textOf(row, "tags")) as Record<string, string>,
  };
}

export function streamOf(row: Row): LogStream {
  return {
    name: textOf(row, "name"),
    creationTimeMs: numberOf(row, "creation_ms"),
    firstEventTimeMs: optionalNumberOf(row, "first_event_ms"),
    lastEventTimeMs: optionalNumberOf(row, "last_event_ms"),
    lastIngestionTimeMs: optionalNumberOf(row, "last_ingestion_ms"),
    storedBytes: numberOf(row, "stored_bytes"),
  };
}

/** What names are compared with, in lower case, so that they contain `part`. */
export function namePattern(part = ""): string {
  return `%${part.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
