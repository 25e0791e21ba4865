// Made from the queries and migrations of the store by `node src/store/postgres/render-statements.ts`.
import type { Migration, Statement } from "../statement.ts";

export const migrationTable: Statement<never> = {
  sql: 'create table if not exists "migration" ("series" text collate "C" not null, "number" bigint not null, "name" text collate "C" not null, "applied_ms" bigint not null, constraint "migration_key" primary key ("series", "number")) ',
  parameters: [],
};

export const listMigrations: Statement<"series"> = {
  sql: 'select "number", "name" from "migration" where "series" = $1 order by "number"',
  parameters: ["series"],
};

export const recordMigration: Statement<"series" | "number" | "name" | "appliedMs"> = {
  sql: 'insert into "migration" ("series", "number", "name", "applied_ms") values ($1, $2, $3, $4)',
  parameters: ["series", "number", "name", "appliedMs"],
};

export const getRecord: Statement<"kind" | "key"> = {
  sql: 'select "value", "version" from "record" where "kind" = $1 and "value" is not null and "key" = $2',
  parameters: ["kind", "key"],
};

export const listRecordsFrom: Statement<"kind" | "before" | "from" | "limit"> = {
  sql: 'select "key", "value", "version" from "record" where "kind" = $1 and "value" is not null and "key" < $2 and "key" >= $3 order by "key" limit $4',
  parameters: ["kind", "before", "from", "limit"],
};

export const listRecordsAfter: Statement<"kind" | "before" | "after" | "limit"> = {
  sql: 'select "key", "value", "version" from "record" where "kind" = $1 and "value" is not null and "key" < $2 and "key" > $3 order by "key" limit $4',
  parameters: ["kind", "before", "after", "limit"],
};

export const changesAfter: Statement<"sequence" | "limit"> = {
  sql: 'select "sequence", "kind", "key" from "record" where "sequence" > $1 order by "sequence" limit $2',
  parameters: ["sequence", "limit"],
};

export const forgetDeleted: Statement<"sequence"> = {
  sql: 'delete from "record" where "value" is null and "sequence" <= $1',
  parameters: ["sequence"],
};

export const logGroup: Statement<"accountId" | "region" | "name"> = {
  sql: 'select * from "log_group" where "account_id" = $1 and "region" = $2 and "name" = $3',
  parameters: ["accountId", "region", "name"],
};

export const listLogGroupsFrom: Statement<"accountId" | "region" | "before" | "pattern" | "from" | "limit"> = {
  sql: 'select * from "log_group" where "account_id" = $1 and "region" = $2 and "name" < $3 and lower("name") like $4 escape \'\\\' and "name" >= $5 order by "name" limit $6',
  parameters: ["accountId", "region", "before", "pattern", "from", "limit"],
};

export const listLogGroupsAfter: Statement<"accountId" | "region" | "before" | "pattern" | "after" | "limit"> = {
  sql: 'select * from "log_group" where "account_id" = $1 and "region" = $2 and "name" < $3 and lower("name") like $4 escape \'\\\' and "name" > $5 order by "name" limit $6',
  parameters: ["accountId", "region", "before", "pattern", "after", "limit"],
};

export const insertLogGroup: Statement<"accountId" | "region" | "name" | "creationMs" | "tags"> = {
  sql: 'insert into "log_group" ("account_id", "region", "name", "creation_ms", "stored_bytes", "tags") values ($1, $2, $3, $4, 0, $5) on conflict ("account_id", "region", "name") do nothing returning "id"',
  parameters: ["accountId", "region", "name", "creationMs", "tags"],
};

export const deleteLogGroup: Statement<"id"> = { sql: 'delete from "log_group" where "id" = $1', parameters: ["id"] };

export const setLogRetention: Statement<"retentionDays" | "accountId" | "region" | "name"> = {
  sql: 'update "log_group" set "retention_days" = $1 where "account_id" = $2 and "region" = $3 and "name" = $4',
  parameters: ["retentionDays", "accountId", "region", "name"],
};

export const setLogTags: Statement<"tags" | "accountId" | "region" | "name"> = {
  sql: 'update "log_group" set "tags" = $1 where "account_id" = $2 and "region" = $3 and "name" = $4',
  parameters: ["tags", "accountId", "region", "name"],
};

export const growLogGroup: Statement<"bytes" | "id"> = {
  sql: 'update "log_group" set "stored_bytes" = "stored_bytes" + $1 where "id" = $2',
  parameters: ["bytes", "id"],
};

export const groupsWithRetention: Statement<never> = {
  sql: 'select "id", "retention_days" from "log_group" where "retention_days" is not null order by "id"',
  parameters: [],
};

export const logStream: Statement<"groupId" | "name"> = {
  sql: 'select * from "log_stream" where "group_id" = $1 and "name" = $2',
  parameters: ["groupId", "name"],
};

export const listLogStreamsByName: Statement<"groupId" | "from" | "before" | "limit" | "offset"> = {
  sql: 'select * from "log_stream" where "group_id" = $1 and "name" >= $2 and "name" < $3 order by "name" limit $4 offset $5',
  parameters: ["groupId", "from", "before", "limit", "offset"],
};

export const listLogStreamsByNameDescending: Statement<"groupId" | "from" | "before" | "limit" | "offset"> = {
  sql: 'select * from "log_stream" where "group_id" = $1 and "name" >= $2 and "name" < $3 order by "name" desc limit $4 offset $5',
  parameters: ["groupId", "from", "before", "limit", "offset"],
};

export const listLogStreamsByEvent: Statement<"groupId" | "from" | "before" | "limit" | "offset"> = {
  sql: 'select * from "log_stream" where "group_id" = $1 and (name || \'\') >= $2 and (name || \'\') < $3 order by "last_event_ms" asc nulls first, "name" limit $4 offset $5',
  parameters: ["groupId", "from", "before", "limit", "offset"],
};

export const listLogStreamsByEventDescending: Statement<"groupId" | "from" | "before" | "limit" | "offset"> = {
  sql: 'select * from "log_stream" where "group_id" = $1 and (name || \'\') >= $2 and (name || \'\') < $3 order by "last_event_ms" desc nulls last, "name" desc limit $4 offset $5',
  parameters: ["groupId", "from", "before", "limit", "offset"],
};

export const insertLogStream: Statement<"groupId" | "name" | "creationMs"> = {
  sql: 'insert into "log_stream" ("group_id", "name", "creation_ms", "stored_bytes") values ($1, $2, $3, 0) on conflict ("group_id", "name") do nothing returning "id"',
  parameters: ["groupId", "name", "creationMs"],
};

export const deleteLogStream: Statement<"id"> = { sql: 'delete from "log_stream" where "id" = $1', parameters: ["id"] };

export const shrinkLogStream: Statement<"bytes" | "id"> = {
  sql: 'update "log_stream" set "first_event_ms" = (select min("log_event"."timestamp_ms") as "first" from "log_event" where "log_event"."stream_id" = "log_stream"."id"), "stored_bytes" = "stored_bytes" - $1 where "id" = $2',
  parameters: ["bytes", "id"],
};

export const anyStreamOfGroup: Statement<"groupId"> = {
  sql: 'select "id" from "log_stream" where "group_id" = $1 limit 1',
  parameters: ["groupId"],
};

export const readGroup: Statement<"id" | "lowMs" | "lowSequence" | "highMs" | "highSequence" | "limit"> = {
  sql: 'select "e"."sequence", "e"."timestamp_ms", "e"."ingestion_ms", "e"."message", "s"."name" as "stream" from "log_event" as "e" inner join "log_stream" as "s" on "s"."id" = "e"."stream_id" where "e"."group_id" = $1 and (e.timestamp_ms, e.sequence) > ($2, $3) and (e.timestamp_ms, e.sequence) < ($4, $5) order by "e"."timestamp_ms" asc, "e"."sequence" asc limit $6',
  parameters: ["id", "lowMs", "lowSequence", "highMs", "highSequence", "limit"],
};

export const readGroupDescending: Statement<"id" | "lowMs" | "lowSequence" | "highMs" | "highSequence" | "limit"> = {
  sql: 'select "e"."sequence", "e"."timestamp_ms", "e"."ingestion_ms", "e"."message", "s"."name" as "stream" from "log_event" as "e" inner join "log_stream" as "s" on "s"."id" = "e"."stream_id" where "e"."group_id" = $1 and (e.timestamp_ms, e.sequence) > ($2, $3) and (e.timestamp_ms, e.sequence) < ($4, $5) order by "e"."timestamp_ms" desc, "e"."sequence" desc limit $6',
  parameters: ["id", "lowMs", "lowSequence", "highMs", "highSequence", "limit"],
};

export const readStream: Statement<"id" | "lowMs" | "lowSequence" | "highMs" | "highSequence" | "limit"> = {
  sql: 'select "e"."sequence", "e"."timestamp_ms", "e"."ingestion_ms", "e"."message", "s"."name" as "stream" from "log_event" as "e" inner join "log_stream" as "s" on "s"."id" = "e"."stream_id" where "e"."stream_id" = $1 and (e.timestamp_ms, e.sequence) > ($2, $3) and (e.timestamp_ms, e.sequence) < ($4, $5) order by "e"."timestamp_ms" asc, "e"."sequence" asc limit $6',
  parameters: ["id", "lowMs", "lowSequence", "highMs", "highSequence", "limit"],
};

export const readStreamDescending: Statement<"id" | "lowMs" | "lowSequence" | "highMs" | "highSequence" | "limit"> = {
  sql: 'select "e"."sequence", "e"."timestamp_ms", "e"."ingestion_ms", "e"."message", "s"."name" as "stream" from "log_event" as "e" inner join "log_stream" as "s" on "s"."id" = "e"."stream_id" where "e"."stream_id" = $1 and (e.timestamp_ms, e.sequence) > ($2, $3) and (e.timestamp_ms, e.sequence) < ($4, $5) order by "e"."timestamp_ms" desc, "e"."sequence" desc limit $6',
  parameters: ["id", "lowMs", "lowSequence", "highMs", "highSequence", "limit"],
};

export const expireEvents: Statement<"groupId" | "beforeMs" | "limit"> = {
  sql: 'delete from "log_event" where "sequence" in (select "sequence" from "log_event" where "group_id" = $1 and "timestamp_ms" < $2 order by "timestamp_ms" limit $3) returning "stream_id", octet_length(message) as "bytes"',
  parameters: ["groupId", "beforeMs", "limit"],
};

export const deleteEventsOfStream: Statement<"streamId" | "limit"> = {
  sql: 'delete from "log_event" where "sequence" in (select "sequence" from "log_event" where "stream_id" = $1 limit $2)',
  parameters: ["streamId", "limit"],
};

export const insertGarbage: Statement<"groupId" | "streamId"> = {
  sql: 'insert into "log_garbage" ("group_id", "stream_id") values ($1, $2)',
  parameters: ["groupId", "streamId"],
};

export const nextGarbage: Statement<never> = {
  sql: 'select * from "log_garbage" order by "id" limit 1',
  parameters: [],
};

export const deleteGarbage: Statement<"id"> = { sql: 'delete from "log_garbage" where "id" = $1', parameters: ["id"] };

export const putWork: Statement<"payloads" | "rows"> = {
  sql: 'insert into work (queue, lane, id, due_ms, visible_ms, epoch, accepted_ms, state, payload) select queue, lane, id, coalesce(lease_end_ms, visible_ms), visible_ms, case when lease_end_ms is null then 0 else nextval(\'work_epoch\') end, accepted_ms, state, substring($1::bytea from start for size) from json_to_recordset($2::json) as new(place int, queue text collate "C", lane text collate "C", id text collate "C", visible_ms bigint, lease_end_ms bigint, accepted_ms bigint, state text collate "C", start int, size int) order by place on conflict (queue, id) do nothing returning queue, id, epoch',
  parameters: ["payloads", "rows"],
};

export const finishWork: Statement<"rows"> = {
  sql: 'delete from work using json_to_recordset($1::json) as held(place int, queue text collate "C", id text collate "C", epoch bigint) where work.queue = held.queue and work.id = held.id and work.epoch = held.epoch returning held.place, work.lane',
  parameters: ["rows"],
};

export const repeatWork: Statement<"rows"> = {
  sql: 'update work set due_ms = held.visible_ms, visible_ms = held.visible_ms, state = held.state, epoch = nextval(\'work_epoch\') from json_to_recordset($1::json) as held(place int, queue text collate "C", id text collate "C", epoch bigint, visible_ms bigint, state text collate "C") where work.queue = held.queue and work.id = held.id and work.epoch = held.epoch returning held.place, work.lane',
  parameters: ["rows"],
};

export const lastWork: Statement<never> = { sql: 'select max("sequence") as "sequence" from "work"', parameters: [] };

export const dropWork: Statement<"queue" | "lane" | "last" | "limit"> = {
  sql: 'delete from "work" where "sequence" in (select "sequence" from "work" where "queue" = $1 and "lane" = $2 and "sequence" <= $3 limit $4)',
  parameters: ["queue", "lane", "last", "limit"],
};

export const messageQueue: Statement<"name"> = {
  sql: 'select "id", "ordered" from "message_queue" where "name" = $1',
  parameters: ["name"],
};

export const messageTotal: Statement<"id"> = {
  sql: 'select "total" from "message_queue" where "id" = $1',
  parameters: ["id"],
};

export const insertMessageQueue: Statement<"name" | "ordered" | "retentionMs"> = {
  sql: 'insert into "message_queue" ("name", "ordered", "retention_ms", "total") values ($1, $2, $3, 0)',
  parameters: ["name", "ordered", "retentionMs"],
};

export const forgetMessageQueue: Statement<"retentionMs" | "id"> = {
  sql: 'update "message_queue" set "name" = null, "retention_ms" = $1 where "id" = $2',
  parameters: ["retentionMs", "id"],
};

export const setMessageRetention: Statement<"retentionMs" | "id"> = {
  sql: 'update "message_queue" set "retention_ms" = $1 where "id" = $2',
  parameters: ["retentionMs", "id"],
};

export const messageRetention: Statement<"id"> = {
  sql: 'select "retention_ms" from "message_queue" where "id" = $1',
  parameters: ["id"],
};

export const messageRetentions: Statement<never> = {
  sql: 'select "id", "retention_ms" from "message_queue" where "total" > 0',
  parameters: [],
};

export const growMessageQueue: Statement<"by" | "id"> = {
  sql: 'update "message_queue" set "total" = "total" + $1 where "id" = $2',
  parameters: ["by", "id"],
};

export const removeEmptyMessageQueues: Statement<never> = {
  sql: 'delete from "message_queue" where "name" is null and "total" = 0',
  parameters: [],
};

export const availableMessageGroups: Statement<"queueId" | "nowMs" | "limit"> = {
  sql: 'select "group_id" from "message_group" where "queue_id" = $1 and "available_at_ms" <= $2 order by "available_at_ms" limit $3',
  parameters: ["queueId", "nowMs", "limit"],
};

export const nextMessageGroup: Statement<"queueId" | "nowMs"> = {
  sql: 'select min("available_at_ms") as "next_ms" from "message_group" where "queue_id" = $1 and "available_at_ms" > $2',
  parameters: ["queueId", "nowMs"],
};

export const openMessageGroup: Statement<"queueId" | "groupId" | "availableAtMs"> = {
  sql: 'insert into "message_group" ("queue_id", "group_id", "available_at_ms") values ($1, $2, $3) on conflict ("queue_id", "group_id") do nothing',
  parameters: ["queueId", "groupId", "availableAtMs"],
};

export const setMessageGroup: Statement<"availableAtMs" | "queueId" | "groupId"> = {
  sql: 'update "message_group" set "available_at_ms" = $1 where "queue_id" = $2 and "group_id" = $3',
  parameters: ["availableAtMs", "queueId", "groupId"],
};

export const closeMessageGroup: Statement<"queueId" | "groupId"> = {
  sql: 'delete from "message_group" where "queue_id" = $1 and "group_id" = $2',
  parameters: ["queueId", "groupId"],
};

export const duplicateMessage: Statement<"queueId" | "key" | "nowMs"> = {
  sql: 'select "message_id", "sequence" from "message_deduplication" where "queue_id" = $1 and "key" = $2 and "until_ms" > $3',
  parameters: ["queueId", "key", "nowMs"],
};

export const rememberMessage: Statement<"queueId" | "key" | "untilMs" | "messageId" | "sequence"> = {
  sql: 'insert into "message_deduplication" ("queue_id", "key", "until_ms", "message_id", "sequence") values ($1, $2, $3, $4, $5) on conflict ("queue_id", "key") do update set "until_ms" = "excluded"."until_ms", "message_id" = "excluded"."message_id", "sequence" = "excluded"."sequence"',
  parameters: ["queueId", "key", "untilMs", "messageId", "sequence"],
};

export const oldDuplicates: Statement<"nowMs" | "limit"> = {
  sql: 'select "queue_id", "key" from "message_deduplication" where "until_ms" <= $1 order by "until_ms" limit $2',
  parameters: ["nowMs", "limit"],
};

export const forgetDuplicate: Statement<"queueId" | "key"> = {
  sql: 'delete from "message_deduplication" where "queue_id" = $1 and "key" = $2',
  parameters: ["queueId", "key"],
};

export const message: Statement<"queueId" | "sequence"> = {
  sql: 'select "sequence", "group_id", "visible_at_ms", "sent_ms", "epoch", "receives_before", "first_received_ms", "received_ms" from "message" where "queue_id" = $1 and "sequence" = $2',
  parameters: ["queueId", "sequence"],
};

export const visibleMessages: Statement<"queueId" | "nowMs" | "limit"> = {
  sql: 'select "sequence", "group_id", "visible_at_ms", "sent_ms", "epoch", "receives_before", "first_received_ms", "received_ms" from "message" where "queue_id" = $1 and "visible_at_ms" <= $2 order by "visible_at_ms", "sequence" limit $3',
  parameters: ["queueId", "nowMs", "limit"],
};

export const nextVisibleMessage: Statement<"queueId" | "nowMs"> = {
  sql: 'select min("visible_at_ms") as "next_ms" from "message" where "queue_id" = $1 and "visible_at_ms" > $2',
  parameters: ["queueId", "nowMs"],
};

export const firstOfMessageGroup: Statement<"queueId" | "groupId" | "limit"> = {
  sql: 'select "sequence", "group_id", "visible_at_ms", "sent_ms", "epoch", "receives_before", "first_received_ms", "received_ms" from "message" where "queue_id" = $1 and "group_id" = $2 order by "sequence" limit $3',
  parameters: ["queueId", "groupId", "limit"],
};

export const invisibleMessages: Statement<"queueId" | "nowMs"> = {
  sql: 'select "visible_at_ms", "epoch" > 0 as "in_flight", count(*) as "count" from "message" where "queue_id" = $1 and "visible_at_ms" > $2 group by "visible_at_ms", epoch > 0',
  parameters: ["queueId", "nowMs"],
};

export const insertMessage: Statement<
  "queueId" | "groupId" | "visibleAtMs" | "sentMs" | "receivesBefore" | "firstReceivedMs"
> = {
  sql: 'insert into "message" ("queue_id", "group_id", "visible_at_ms", "sent_ms", "epoch", "receives_before", "first_received_ms") values ($1, $2, $3, $4, 0, $5, $6) returning "sequence"',
  parameters: ["queueId", "groupId", "visibleAtMs", "sentMs", "receivesBefore", "firstReceivedMs"],
};

export const claimMessage: Statement<"visibleAtMs" | "nowMs" | "sequence"> = {
  sql: 'update "message" set "visible_at_ms" = $1, "epoch" = "epoch" + 1, "first_received_ms" = coalesce("first_received_ms", $2), "received_ms" = $3 where "sequence" = $4',
  parameters: ["visibleAtMs", "nowMs", "nowMs", "sequence"],
};

export const setMessageVisibility: Statement<"visibleAtMs" | "sequence"> = {
  sql: 'update "message" set "visible_at_ms" = $1 where "sequence" = $2',
  parameters: ["visibleAtMs", "sequence"],
};

export const deleteMessage: Statement<"sequence"> = {
  sql: 'delete from "message" where "sequence" = $1',
  parameters: ["sequence"],
};

export const oldMessages: Statement<"queueId" | "beforeMs" | "limit"> = {
  sql: 'select "sequence", "group_id", "visible_at_ms", "sent_ms", "epoch", "receives_before", "first_received_ms", "received_ms" from "message" where "queue_id" = $1 and "sent_ms" < $2 order by "sent_ms" limit $3',
  parameters: ["queueId", "beforeMs", "limit"],
};

export const messageContent: Statement<"sequence"> = {
  sql: 'select "message_id", "body", "details", "dead_letter_source" from "message_content" where "sequence" = $1',
  parameters: ["sequence"],
};

export const messageDeadLetterSource: Statement<"sequence"> = {
  sql: 'select "dead_letter_source" from "message_content" where "sequence" = $1',
  parameters: ["sequence"],
};

export const insertMessageContent: Statement<"sequence" | "messageId" | "body" | "details"> = {
  sql: 'insert into "message_content" ("sequence", "message_id", "body", "details") values ($1, $2, $3, $4)',
  parameters: ["sequence", "messageId", "body", "details"],
};

export const copyMessageContent: Statement<"copySequence" | "messageId" | "deadLetterSource" | "sequence"> = {
  sql: 'insert into "message_content" ("sequence", "message_id", "body", "details", "dead_letter_source") select $1 as "sequence", coalesce($2, "message_id") as "message_id", "body", "details", $3 as "dead_letter_source" from "message_content" where "sequence" = $4',
  parameters: ["copySequence", "messageId", "deadLetterSource", "sequence"],
};

export const deleteMessageContent: Statement<"sequence"> = {
  sql: 'delete from "message_content" where "sequence" = $1',
  parameters: ["sequence"],
};

export const recordVersions: Statement<"rows"> = {
  sql: 'select asked.place, record.version, (record.value is not null) as present, (select max(sequence) from record) as last_sequence from json_to_recordset($1::json) as asked(place int, kind text collate "C", key text collate "C") left join record on record.kind = asked.kind and record.key = asked.key',
  parameters: ["rows"],
};

export const putRecords: Statement<"rows"> = {
  sql: 'insert into record (kind, key, value, version, sequence) select kind, key, value, version, sequence from json_to_recordset($1::json) as written(kind text collate "C", key text collate "C", value text collate "C", version bigint, sequence bigint) on conflict (kind, key) do update set value = excluded.value, version = excluded.version, sequence = excluded.sequence',
  parameters: ["rows"],
};

export const findStreams: Statement<"rows"> = {
  sql: 'select named.place, log_group.id as group_id, log_stream.id as stream_id from json_to_recordset($1::json) as named(place int, account_id text collate "C", region text collate "C", "group" text collate "C", stream text collate "C", creation_ms bigint) left join log_group on log_group.account_id = named.account_id and log_group.region = named.region and log_group.name = named."group" left join log_stream on log_stream.group_id = log_group.id and log_stream.name = named.stream',
  parameters: ["rows"],
};

export const makeGroups: Statement<"rows"> = {
  sql: 'insert into log_group (account_id, region, name, creation_ms, stored_bytes, tags) select account_id, region, "group", creation_ms, 0, \'{}\' from json_to_recordset($1::json) as named(place int, account_id text collate "C", region text collate "C", "group" text collate "C", stream text collate "C", creation_ms bigint) order by place on conflict (account_id, region, name) do nothing',
  parameters: ["rows"],
};

export const makeStreams: Statement<"rows"> = {
  sql: 'insert into log_stream (group_id, name, creation_ms, stored_bytes) select log_group.id, named.stream, named.creation_ms, 0 from json_to_recordset($1::json) as named(place int, account_id text collate "C", region text collate "C", "group" text collate "C", stream text collate "C", creation_ms bigint) join log_group on log_group.account_id = named.account_id and log_group.region = named.region and log_group.name = named."group" order by named.place on conflict (group_id, name) do nothing',
  parameters: ["rows"],
};

export const insertEvents: Statement<"messages" | "rows"> = {
  sql: "insert into log_event (group_id, stream_id, timestamp_ms, ingestion_ms, message) select group_id, stream_id, timestamp_ms, ingestion_ms, substring($1::bytea from start for size) from json_to_recordset($2::json) as new(place int, group_id bigint, stream_id bigint, timestamp_ms bigint, ingestion_ms bigint, start int, size int) order by place",
  parameters: ["messages", "rows"],
};

export const growStreams: Statement<"rows"> = {
  sql: "update log_stream set first_event_ms = least(log_stream.first_event_ms, grown.first_ms), last_event_ms = greatest(log_stream.last_event_ms, grown.last_ms), last_ingestion_ms = grown.ingestion_ms, stored_bytes = log_stream.stored_bytes + grown.bytes from json_to_recordset($1::json) as grown(id bigint, first_ms bigint, last_ms bigint, ingestion_ms bigint, bytes bigint) where log_stream.id = grown.id",
  parameters: ["rows"],
};

export const growGroups: Statement<"rows"> = {
  sql: "update log_group set stored_bytes = log_group.stored_bytes + grown.bytes from json_to_recordset($1::json) as grown(id bigint, bytes bigint) where log_group.id = grown.id",
  parameters: ["rows"],
};

export const renewWork: Statement<"rows"> = {
  sql: 'update work set due_ms = held.lease_end_ms from json_to_recordset($1::json) as held(place int, queue text collate "C", id text collate "C", epoch bigint, lease_end_ms bigint) where work.queue = held.queue and work.id = held.id and work.epoch = held.epoch returning held.place',
  parameters: ["rows"],
};

export const claimWork: Statement<"rows"> = {
  sql: 'with asked as ( select * from json_to_recordset($1::json) as asked(place int, queue text collate "C", lane text collate "C", now_ms bigint, lease_end_ms bigint, claims int) ), picked as materialized ( select asked.place, asked.lease_end_ms, due.sequence, due.due_ms from asked cross join lateral ( select work.sequence, work.due_ms from work where work.queue = asked.queue and work.lane = asked.lane and work.due_ms <= asked.now_ms order by work.due_ms, work.sequence limit asked.claims for update skip locked ) as due ), taken as ( update work set due_ms = picked.lease_end_ms, epoch = nextval(\'work_epoch\') from picked where work.sequence = picked.sequence returning picked.place, picked.due_ms as was_due_ms, work.sequence, work.id, work.visible_ms, work.epoch, work.accepted_ms, work.state, work.payload ) select asked.place, rest.due_ms as next_due_ms, taken.id, taken.visible_ms, taken.epoch, taken.accepted_ms, taken.state, taken.payload from asked left join lateral ( select work.due_ms from work where work.queue = asked.queue and work.lane = asked.lane and work.sequence not in (select picked.sequence from picked) order by work.due_ms, work.sequence limit 1 ) as rest on true left join taken on taken.place = asked.place order by asked.place, taken.was_due_ms, taken.sequence',
  parameters: ["rows"],
};

export const lanesFrom: Statement<"queue" | "limit"> = {
  sql: "with recursive walk as ( ( select lane, due_ms, 1 as place from work where queue = $1 and true order by lane, due_ms limit 1 ) union all select next.lane, next.due_ms, walk.place + 1 from walk cross join lateral ( select work.lane, work.due_ms from work where work.queue = $2 and work.lane > walk.lane order by work.lane, work.due_ms limit 1 ) as next where walk.place < $3 ) select lane, due_ms from walk order by place",
  parameters: ["queue", "queue", "limit"],
};

export const lanesAfter: Statement<"queue" | "after" | "limit"> = {
  sql: "with recursive walk as ( ( select lane, due_ms, 1 as place from work where queue = $1 and lane > $2 order by lane, due_ms limit 1 ) union all select next.lane, next.due_ms, walk.place + 1 from walk cross join lateral ( select work.lane, work.due_ms from work where work.queue = $3 and work.lane > walk.lane order by work.lane, work.due_ms limit 1 ) as next where walk.place < $4 ) select lane, due_ms from walk order by place",
  parameters: ["queue", "after", "queue", "limit"],
};

export const nextEpoch: Statement<never> = { sql: "select nextval('work_epoch') as epoch", parameters: [] };

export const freeHeldWork: Statement<"epoch"> = {
  sql: "update work set due_ms = visible_ms, epoch = nextval('work_epoch') where epoch between 1 and $1 and due_ms <> visible_ms returning queue, lane, visible_ms",
  parameters: ["epoch"],
};

export const notifyWork: Statement<"channel" | "payload"> = {
  sql: "select pg_notify($1, $2)",
  parameters: ["channel", "payload"],
};

export const recordMigrations: readonly Migration[] = [
  {
    number: 1,
    name: "records",
    statements: [
      'create table "record" ("kind" text collate "C" not null, "key" text collate "C" not null, "value" text collate "C", "version" bigint not null, "sequence" bigint not null, constraint "record_key" primary key ("kind", "key")) ',
      'create unique index "record_sequence" on "record" ("sequence")',
      'create index "record_deleted" on "record" ("sequence") where value is null',
    ],
  },
];

export const logMigrations: readonly Migration[] = [
  {
    number: 1,
    name: "log groups, streams and events",
    statements: [
      'create table "log_group" ("id" bigserial primary key, "account_id" text collate "C" not null, "region" text collate "C" not null, "name" text collate "C" not null, "creation_ms" bigint not null, "retention_days" bigint, "stored_bytes" bigint not null, "tags" text collate "C" not null, constraint "log_group_name" unique ("account_id", "region", "name")) ',
      'create table "log_stream" ("id" bigserial primary key, "group_id" bigint not null, "name" text collate "C" not null, "creation_ms" bigint not null, "first_event_ms" bigint, "last_event_ms" bigint, "last_ingestion_ms" bigint, "stored_bytes" bigint not null, constraint "log_stream_name" unique ("group_id", "name")) ',
      "create index log_stream_last_event on log_stream (group_id, last_event_ms nulls first, name)",
      'create table "log_event" ("sequence" bigserial primary key, "group_id" bigint not null, "stream_id" bigint not null, "timestamp_ms" bigint not null, "ingestion_ms" bigint not null, "message" bytea not null) ',
      'create index "log_event_group" on "log_event" ("group_id", "timestamp_ms", "sequence")',
      'create index "log_event_stream" on "log_event" ("stream_id", "timestamp_ms", "sequence")',
      'create table "log_garbage" ("id" bigserial primary key, "group_id" bigint, "stream_id" bigint) ',
    ],
  },
];

export const workMigrations: readonly Migration[] = [
  {
    number: 1,
    name: "work",
    statements: [
      'create table "work" ("sequence" bigserial primary key, "queue" text collate "C" not null, "lane" text collate "C" not null, "id" text collate "C" not null, "due_ms" bigint not null, "epoch" bigint not null, "accepted_ms" bigint not null, "state" text collate "C" not null, "payload" bytea not null, constraint "work_id" unique ("queue", "id")) ',
      'create index "work_due" on "work" ("queue", "lane", "due_ms", "sequence")',
    ],
  },
  {
    number: 2,
    name: "claims",
    statements: [
      'alter table "work" add column "visible_ms" bigint not null',
      "create sequence work_epoch",
      "alter table work alter column payload set storage external",
      "alter table work set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0)",
    ],
  },
];

export const messageMigrations: readonly Migration[] = [
  {
    number: 1,
    name: "queues and messages",
    statements: [
      'create table "message_queue" ("id" bigserial primary key, "name" text collate "C" unique, "ordered" bigint not null, "retention_ms" bigint not null, "total" bigint not null) ',
      'create table "message" ("sequence" bigserial primary key, "queue_id" bigint not null, "group_id" text collate "C", "visible_at_ms" bigint not null, "sent_ms" bigint not null, "epoch" bigint not null, "receives_before" bigint not null, "first_received_ms" bigint, "received_ms" bigint) ',
      'create index "message_visible" on "message" ("queue_id", "visible_at_ms", "sequence")',
      'create index "message_sent" on "message" ("queue_id", "sent_ms")',
      'create index "message_order" on "message" ("queue_id", "group_id", "sequence") where "group_id" is not null',
      'create table "message_content" ("sequence" bigint primary key, "message_id" text collate "C" not null, "body" text collate "C" not null, "details" text collate "C" not null, "dead_letter_source" text collate "C") ',
      'create table "message_group" ("queue_id" bigint not null, "group_id" text collate "C" not null, "available_at_ms" bigint not null, constraint "message_group_key" primary key ("queue_id", "group_id")) ',
      'create index "message_group_available" on "message_group" ("queue_id", "available_at_ms")',
      'create table "message_deduplication" ("queue_id" bigint not null, "key" text collate "C" not null, "until_ms" bigint not null, "message_id" text collate "C" not null, "sequence" bigint not null, constraint "message_deduplication_key" primary key ("queue_id", "key")) ',
      'create index "message_deduplication_until" on "message_deduplication" ("until_ms")',
    ],
  },
];
