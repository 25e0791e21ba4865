import type { Scope } from "../../base/index.ts";
import { keyRange } from "../key-range.ts";
import { groupOf, namePattern, streamOf } from "../log-rows.ts";
import type { LogGroup, LogGroupQuery, LogStream, LogStreamQuery } from "../ports/logs.ts";
import type { Connection } from "./connection.ts";
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
  const values = { accountId, region, pattern: namePattern(query.pattern), before: range.before, limit: query.limit };
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
