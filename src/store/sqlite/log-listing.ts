import type { Scope } from "../../base/index.ts";
import { keyRange } from "../key-range.ts";
import type { LogGroup, LogGroupQuery, LogStream, LogStreamQuery } from "../ports/logs.ts";
import { numberOf, optionalNumberOf, textOf } from "../columns.ts";
import type { Connection, Row } from "./connection.ts";
import {
  listLogGroupsAfter,
  listLogGroupsFrom,
  listLogStreamsByEvent,
  listLogStreamsByEventDescending,
  listLogStreamsByName,
  listLogStreamsByNameDescending,
} from "./statements.ts";

export function groupsPage(reader: Connection, { accountId, region }: Scope, query: LogGroupQuery): LogGroup[] {
  const range = keyRange(query.prefix ?? "", query.after);
  if (range === undefined) return [];
  const pattern = `%${(query.pattern ?? "").toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const values = { accountId, region, pattern, before: range.before, limit: query.limit };
  const rows =
    range.start === "from"
      ? reader.all(listLogGroupsFrom, { ...values, from: range.from })
      : reader.all(listLogGroupsAfter, { ...values, after: range.after });
  return rows.map(groupOf);
}

const orders = {
  name: { ascending: listLogStreamsByName, descending: listLogStreamsByNameDescending },
  lastEventTime: { ascending: listLogStreamsByEvent, descending: listLogStreamsByEventDescending },
};

export function streamsPage(reader: Connection, groupId: number, query: LogStreamQuery): LogStream[] {
  const range = keyRange(query.prefix ?? "", undefined);
  if (range?.start !== "from") return [];
  const statement = orders[query.orderBy][query.descending ? "descending" : "ascending"];
  const { from, before } = range;
  return reader.all(statement, { groupId, from, before, limit: query.limit, offset: query.offset }).map(streamOf);
}

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
