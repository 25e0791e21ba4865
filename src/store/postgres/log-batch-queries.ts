import { sql } from "kysely";
import type { Compilable, Database } from "../schema.ts";
import { param, text } from "../schema.ts";
import { raw, TEXT } from "./raw-query.ts";

/** A stream as appends name it. */
const NAMED = sql`place int, account_id ${TEXT}, region ${TEXT}, "group" ${TEXT}, stream ${TEXT}, creation_ms bigint`;
const IN_GROUP = sql`
  log_group.account_id = named.account_id and log_group.region = named.region and log_group.name = named."group"`;

export function logBatchQueries(db: Database): Record<string, Compilable> {
  const named = sql`json_to_recordset(${text("rows")}::json) as named(${NAMED})`;
  return {
    findStreams: raw(
      db,
      sql`
        select named.place, log_group.id as group_id, log_stream.id as stream_id
        from ${named}
        left join log_group on ${IN_GROUP}
        left join log_stream on log_stream.group_id = log_group.id and log_stream.name = named.stream`,
    ),
    makeGroups: raw(
      db,
      sql`
        insert into log_group (account_id, region, name, creation_ms, stored_bytes, tags)
        select account_id, region, "group", creation_ms, 0, '{}' from ${named} order by place
        on conflict (account_id, region, name) do nothing`,
    ),
    makeStreams: raw(
      db,
      sql`
        insert into log_stream (group_id, name, creation_ms, stored_bytes)
        select log_group.id, named.stream, named.creation_ms, 0 from ${named} join log_group on ${IN_GROUP}
        order by named.place
        on conflict (group_id, name) do nothing`,
    ),
    insertEvents: raw(
      db,
      sql`
        insert into log_event (group_id, stream_id, timestamp_ms, ingestion_ms, message)
        select group_id, stream_id, timestamp_ms, ingestion_ms,
          substring(${param<Uint8Array>("messages")}::bytea from start for size)
        from json_to_recordset(${text("rows")}::json) as new(place int, group_id bigint, stream_id bigint,
          timestamp_ms bigint, ingestion_ms bigint, start int, size int)
        order by place`,
    ),
    growStreams: raw(
      db,
      sql`
        update log_stream set first_event_ms = least(log_stream.first_event_ms, grown.first_ms),
          last_event_ms = greatest(log_stream.last_event_ms, grown.last_ms),
          last_ingestion_ms = grown.ingestion_ms, stored_bytes = log_stream.stored_bytes + grown.bytes
        from json_to_recordset(${text("rows")}::json)
          as grown(id bigint, first_ms bigint, last_ms bigint, ingestion_ms bigint, bytes bigint)
        where log_stream.id = grown.id`,
    ),
    growGroups: raw(
      db,
      sql`
        update log_group set stored_bytes = log_group.stored_bytes + grown.bytes
        from json_to_recordset(${text("rows")}::json) as grown(id bigint, bytes bigint)
        where log_group.id = grown.id`,
    ),
  };
}
