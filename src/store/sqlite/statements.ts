// Made from the queries and migrations of the store by `node src/store/sqlite/render-statements.ts`.
import type { Migration, Statement } from "../statement.ts";

export const migrationTable: Statement<never> = {
  sql: 'create table if not exists "migration" ("series" text not null, "number" integer not null, "name" text not null, "applied_ms" integer not null, constraint "migration_key" primary key ("series", "number")) strict',
  parameters: [],
};

export const listMigrations: Statement<"series"> = {
  sql: 'select "number", "name" from "migration" where "series" = ? order by "number"',
  parameters: ["series"],
};

export const recordMigration: Statement<"series" | "number" | "name" | "appliedMs"> = {
  sql: 'insert into "migration" ("series", "number", "name", "applied_ms") values (?, ?, ?, ?)',
  parameters: ["series", "number", "name", "appliedMs"],
};

export const getRecord: Statement<"kind" | "key"> = {
  sql: 'select "value", "version" from "record" where "kind" = ? and "value" is not null and "key" = ?',
  parameters: ["kind", "key"],
};

export const listRecordsFrom: Statement<"kind" | "before" | "from" | "limit"> = {
  sql: 'select "key", "value", "version" from "record" where "kind" = ? and "value" is not null and "key" < ? and "key" >= ? order by "key" limit ?',
  parameters: ["kind", "before", "from", "limit"],
};

export const listRecordsAfter: Statement<"kind" | "before" | "after" | "limit"> = {
  sql: 'select "key", "value", "version" from "record" where "kind" = ? and "value" is not null and "key" < ? and "key" > ? order by "key" limit ?',
  parameters: ["kind", "before", "after", "limit"],
};

export const changesAfter: Statement<"sequence" | "limit"> = {
  sql: 'select "sequence", "kind", "key" from "record" where "sequence" > ? order by "sequence" limit ?',
  parameters: ["sequence", "limit"],
};

export const recordVersion: Statement<"kind" | "key"> = {
  sql: 'select "version", "value" is not null as "present" from "record" where "kind" = ? and "key" = ?',
  parameters: ["kind", "key"],
};

export const putRecord: Statement<"kind" | "key" | "value" | "version" | "sequence"> = {
  sql: 'insert into "record" ("kind", "key", "value", "version", "sequence") values (?, ?, ?, ?, ?) on conflict ("kind", "key") do update set "value" = "excluded"."value", "version" = "excluded"."version", "sequence" = "excluded"."sequence"',
  parameters: ["kind", "key", "value", "version", "sequence"],
};

export const lastSequence: Statement<never> = {
  sql: 'select max("sequence") as "sequence" from "record"',
  parameters: [],
};

export const forgetDeleted: Statement<"sequence"> = {
  sql: 'delete from "record" where "value" is null and "sequence" <= ?',
  parameters: ["sequence"],
};

export const logGroup: Statement<"accountId" | "region" | "name"> = {
  sql: 'select * from "log_group" where "account_id" = ? and "region" = ? and "name" = ?',
  parameters: ["accountId", "region", "name"],
};

export const listLogGroupsFrom: Statement<"accountId" | "region" | "before" | "pattern" | "from" | "limit"> = {
  sql: 'select * from "log_group" where "account_id" = ? and "region" = ? and "name" < ? and lower("name") like ? escape \'\\\' and "name" >= ? order by "name" limit ?',
  parameters: ["accountId", "region", "before", "pattern", "from", "limit"],
};

export const listLogGroupsAfter: Statement<"accountId" | "region" | "before" | "pattern" | "after" | "limit"> = {
  sql: 'select * from "log_group" where "account_id" = ? and "region" = ? and "name" < ? and lower("name") like ? escape \'\\\' and "name" > ? order by "name" limit ?',
  parameters: ["accountId", "region", "before", "pattern", "after", "limit"],
};

export const insertLogGroup: Statement<"accountId" | "region" | "name" | "creationMs" | "tags"> = {
  sql: 'insert into "log_group" ("account_id", "region", "name", "creation_ms", "stored_bytes", "tags") values (?, ?, ?, ?, 0, ?) on conflict ("account_id", "region", "name") do nothing returning "id"',
  parameters: ["accountId", "region", "name", "creationMs", "tags"],
};

export const deleteLogGroup: Statement<"id"> = { sql: 'delete from "log_group" where "id" = ?', parameters: ["id"] };

export const setLogRetention: Statement<"retentionDays" | "accountId" | "region" | "name"> = {
  sql: 'update "log_group" set "retention_days" = ? where "account_id" = ? and "region" = ? and "name" = ?',
  parameters: ["retentionDays", "accountId", "region", "name"],
};

export const setLogTags: Statement<"tags" | "accountId" | "region" | "name"> = {
  sql: 'update "log_group" set "tags" = ? where "account_id" = ? and "region" = ? and "name" = ?',
  parameters: ["tags", "accountId", "region", "name"],
};

export const growLogGroup: Statement<"bytes" | "id"> = {
  sql: 'update "log_group" set "stored_bytes" = "stored_bytes" + ? where "id" = ?',
  parameters: ["bytes", "id"],
};

export const groupsWithRetention: Statement<never> = {
  sql: 'select "id", "retention_days" from "log_group" where "retention_days" is not null order by "id"',
  parameters: [],
};

export const logStream: Statement<"groupId" | "name"> = {
  sql: 'select * from "log_stream" where "group_id" = ? and "name" = ?',
  parameters: ["groupId", "name"],
};

export const listLogStreamsByName: Statement<"groupId" | "from" | "before" | "limit" | "offset"> = {
  sql: 'select * from "log_stream" where "group_id" = ? and "name" >= ? and "name" < ? order by "name" limit ? offset ?',
  parameters: ["groupId", "from", "before", "limit", "offset"],
};

export const listLogStreamsByNameDescending: Statement<"groupId" | "from" | "before" | "limit" | "offset"> = {
  sql: 'select * from "log_stream" where "group_id" = ? and "name" >= ? and "name" < ? order by "name" desc limit ? offset ?',
  parameters: ["groupId", "from", "before", "limit", "offset"],
};

export const listLogStreamsByEvent: Statement<"groupId" | "from" | "before" | "limit" | "offset"> = {
  sql: 'select * from "log_stream" where "group_id" = ? and (name || \'\') >= ? and (name || \'\') < ? order by "last_event_ms" asc nulls first, "name" limit ? offset ?',
  parameters: ["groupId", "from", "before", "limit", "offset"],
};

export const listLogStreamsByEventDescending: Statement<"groupId" | "from" | "before" | "limit" | "offset"> = {
  sql: 'select * from "log_stream" where "group_id" = ? and (name || \'\') >= ? and (name || \'\') < ? order by "last_event_ms" desc nulls last, "name" desc limit ? offset ?',
  parameters: ["groupId", "from", "before", "limit", "offset"],
};

export const insertLogStream: Statement<"groupId" | "name" | "creationMs"> = {
  sql: 'insert into "log_stream" ("group_id", "name", "creation_ms", "stored_bytes") values (?, ?, ?, 0) on conflict ("group_id", "name") do nothing returning "id"',
  parameters: ["groupId", "name", "creationMs"],
};

export const deleteLogStream: Statement<"id"> = { sql: 'delete from "log_stream" where "id" = ?', parameters: ["id"] };

export const growLogStream: Statement<"firstMs" | "lastMs" | "ingestionMs" | "bytes" | "id"> = {
  sql: 'update "log_stream" set "first_event_ms" = case when "first_event_ms" < ? then "first_event_ms" else ? end, "last_event_ms" = case when "last_event_ms" > ? then "last_event_ms" else ? end, "last_ingestion_ms" = ?, "stored_bytes" = "stored_bytes" + ? where "id" = ?',
  parameters: ["firstMs", "firstMs", "lastMs", "lastMs", "ingestionMs", "bytes", "id"],
};

export const shrinkLogStream: Statement<"bytes" | "id"> = {
  sql: 'update "log_stream" set "first_event_ms" = (select min("log_event"."timestamp_ms") as "first" from "log_event" where "log_event"."stream_id" = "log_stream"."id"), "stored_bytes" = "stored_bytes" - ? where "id" = ?',
  parameters: ["bytes", "id"],
};

export const anyStreamOfGroup: Statement<"groupId"> = {
  sql: 'select "id" from "log_stream" where "group_id" = ? limit 1',
  parameters: ["groupId"],
};

export const readGroup: Statement<"id" | "lowMs" | "lowSequence" | "highMs" | "highSequence" | "limit"> = {
  sql: 'select "e"."sequence", "e"."timestamp_ms", "e"."ingestion_ms", "e"."message", "s"."name" as "stream" from "log_event" as "e" inner join "log_stream" as "s" on "s"."id" = "e"."stream_id" where "e"."group_id" = ? and (e.timestamp_ms, e.sequence) > (?, ?) and (e.timestamp_ms, e.sequence) < (?, ?) order by "e"."timestamp_ms" asc, "e"."sequence" asc limit ?',
  parameters: ["id", "lowMs", "lowSequence", "highMs", "highSequence", "limit"],
};

export const readGroupDescending: Statement<"id" | "lowMs" | "lowSequence" | "highMs" | "highSequence" | "limit"> = {
  sql: 'select "e"."sequence", "e"."timestamp_ms", "e"."ingestion_ms", "e"."message", "s"."name" as "stream" from "log_event" as "e" inner join "log_stream" as "s" on "s"."id" = "e"."stream_id" where "e"."group_id" = ? and (e.timestamp_ms, e.sequence) > (?, ?) and (e.timestamp_ms, e.sequence) < (?, ?) order by "e"."timestamp_ms" desc, "e"."sequence" desc limit ?',
  parameters: ["id", "lowMs", "lowSequence", "highMs", "highSequence", "limit"],
};

export const readStream: Statement<"id" | "lowMs" | "lowSequence" | "highMs" | "highSequence" | "limit"> = {
  sql: 'select "e"."sequence", "e"."timestamp_ms", "e"."ingestion_ms", "e"."message", "s"."name" as "stream" from "log_event" as "e" inner join "log_stream" as "s" on "s"."id" = "e"."stream_id" where "e"."stream_id" = ? and (e.timestamp_ms, e.sequence) > (?, ?) and (e.timestamp_ms, e.sequence) < (?, ?) order by "e"."timestamp_ms" asc, "e"."sequence" asc limit ?',
  parameters: ["id", "lowMs", "lowSequence", "highMs", "highSequence", "limit"],
};

export const readStreamDescending: Statement<"id" | "lowMs" | "lowSequence" | "highMs" | "highSequence" | "limit"> = {
  sql: 'select "e"."sequence", "e"."timestamp_ms", "e"."ingestion_ms", "e"."message", "s"."name" as "stream" from "log_event" as "e" inner join "log_stream" as "s" on "s"."id" = "e"."stream_id" where "e"."stream_id" = ? and (e.timestamp_ms, e.sequence) > (?, ?) and (e.timestamp_ms, e.sequence) < (?, ?) order by "e"."timestamp_ms" desc, "e"."sequence" desc limit ?',
  parameters: ["id", "lowMs", "lowSequence", "highMs", "highSequence", "limit"],
};

export const insertLogEvent: Statement<"groupId" | "streamId" | "timestampMs" | "ingestionMs" | "message"> = {
  sql: 'insert into "log_event" ("group_id", "stream_id", "timestamp_ms", "ingestion_ms", "message") values (?, ?, ?, ?, ?)',
  parameters: ["groupId", "streamId", "timestampMs", "ingestionMs", "message"],
};

export const expireEvents: Statement<"groupId" | "beforeMs" | "limit"> = {
  sql: 'delete from "log_event" where "sequence" in (select "sequence" from "log_event" where "group_id" = ? and "timestamp_ms" < ? order by "timestamp_ms" limit ?) returning "stream_id", octet_length(message) as "bytes"',
  parameters: ["groupId", "beforeMs", "limit"],
};

export const deleteEventsOfStream: Statement<"streamId" | "limit"> = {
  sql: 'delete from "log_event" where "sequence" in (select "sequence" from "log_event" where "stream_id" = ? limit ?)',
  parameters: ["streamId", "limit"],
};

export const insertGarbage: Statement<"groupId" | "streamId"> = {
  sql: 'insert into "log_garbage" ("group_id", "stream_id") values (?, ?)',
  parameters: ["groupId", "streamId"],
};

export const nextGarbage: Statement<never> = {
  sql: 'select * from "log_garbage" order by "id" limit 1',
  parameters: [],
};

export const deleteGarbage: Statement<"id"> = { sql: 'delete from "log_garbage" where "id" = ?', parameters: ["id"] };

export const messageQueue: Statement<"name"> = {
  sql: 'select "id", "ordered" from "message_queue" where "name" = ?',
  parameters: ["name"],
};

export const messageTotal: Statement<"id"> = {
  sql: 'select "total" from "message_queue" where "id" = ?',
  parameters: ["id"],
};

export const insertMessageQueue: Statement<"name" | "ordered" | "retentionMs"> = {
  sql: 'insert into "message_queue" ("name", "ordered", "retention_ms", "total") values (?, ?, ?, 0)',
  parameters: ["name", "ordered", "retentionMs"],
};

export const forgetMessageQueue: Statement<"retentionMs" | "id"> = {
  sql: 'update "message_queue" set "name" = null, "retention_ms" = ? where "id" = ?',
  parameters: ["retentionMs", "id"],
};

export const setMessageRetention: Statement<"retentionMs" | "id"> = {
  sql: 'update "message_queue" set "retention_ms" = ? where "id" = ?',
  parameters: ["retentionMs", "id"],
};

export const messageRetention: Statement<"id"> = {
  sql: 'select "retention_ms" from "message_queue" where "id" = ?',
  parameters: ["id"],
};

export const messageRetentions: Statement<never> = {
  sql: 'select "id", "retention_ms" from "message_queue" where "total" > 0',
  parameters: [],
};

export const growMessageQueue: Statement<"by" | "id"> = {
  sql: 'update "message_queue" set "total" = "total" + ? where "id" = ?',
  parameters: ["by", "id"],
};

export const removeEmptyMessageQueues: Statement<never> = {
  sql: 'delete from "message_queue" where "name" is null and "total" = 0',
  parameters: [],
};

export const availableMessageGroups: Statement<"queueId" | "nowMs" | "limit"> = {
  sql: 'select "group_id" from "message_group" where "queue_id" = ? and "available_at_ms" <= ? order by "available_at_ms" limit ?',
  parameters: ["queueId", "nowMs", "limit"],
};

export const nextMessageGroup: Statement<"queueId" | "nowMs"> = {
  sql: 'select min("available_at_ms") as "next_ms" from "message_group" where "queue_id" = ? and "available_at_ms" > ?',
  parameters: ["queueId", "nowMs"],
};

export const openMessageGroup: Statement<"queueId" | "groupId" | "availableAtMs"> = {
  sql: 'insert into "message_group" ("queue_id", "group_id", "available_at_ms") values (?, ?, ?) on conflict ("queue_id", "group_id") do nothing',
  parameters: ["queueId", "groupId", "availableAtMs"],
};

export const setMessageGroup: Statement<"availableAtMs" | "queueId" | "groupId"> = {
  sql: 'update "message_group" set "available_at_ms" = ? where "queue_id" = ? and "group_id" = ?',
  parameters: ["availableAtMs", "queueId", "groupId"],
};

export const closeMessageGroup: Statement<"queueId" | "groupId"> = {
  sql: 'delete from "message_group" where "queue_id" = ? and "group_id" = ?',
  parameters: ["queueId", "groupId"],
};

export const duplicateMessage: Statement<"queueId" | "key" | "nowMs"> = {
  sql: 'select "message_id", "sequence" from "message_deduplication" where "queue_id" = ? and "key" = ? and "until_ms" > ?',
  parameters: ["queueId", "key", "nowMs"],
};

export const rememberMessage: Statement<"queueId" | "key" | "untilMs" | "messageId" | "sequence"> = {
  sql: 'insert into "message_deduplication" ("queue_id", "key", "until_ms", "message_id", "sequence") values (?, ?, ?, ?, ?) on conflict ("queue_id", "key") do update set "until_ms" = "excluded"."until_ms", "message_id" = "excluded"."message_id", "sequence" = "excluded"."sequence"',
  parameters: ["queueId", "key", "untilMs", "messageId", "sequence"],
};

export const oldDuplicates: Statement<"nowMs" | "limit"> = {
  sql: 'select "queue_id", "key" from "message_deduplication" where "until_ms" <= ? order by "until_ms" limit ?',
  parameters: ["nowMs", "limit"],
};

export const forgetDuplicate: Statement<"queueId" | "key"> = {
  sql: 'delete from "message_deduplication" where "queue_id" = ? and "key" = ?',
  parameters: ["queueId", "key"],
};

export const message: Statement<"queueId" | "sequence"> = {
  sql: 'select "sequence", "group_id", "visible_at_ms", "sent_ms", "epoch", "receives_before", "first_received_ms", "received_ms" from "message" where "queue_id" = ? and "sequence" = ?',
  parameters: ["queueId", "sequence"],
};

export const visibleMessages: Statement<"queueId" | "nowMs" | "limit"> = {
  sql: 'select "sequence", "group_id", "visible_at_ms", "sent_ms", "epoch", "receives_before", "first_received_ms", "received_ms" from "message" where "queue_id" = ? and "visible_at_ms" <= ? order by "visible_at_ms", "sequence" limit ?',
  parameters: ["queueId", "nowMs", "limit"],
};

export const nextVisibleMessage: Statement<"queueId" | "nowMs"> = {
  sql: 'select min("visible_at_ms") as "next_ms" from "message" where "queue_id" = ? and "visible_at_ms" > ?',
  parameters: ["queueId", "nowMs"],
};

export const firstOfMessageGroup: Statement<"queueId" | "groupId" | "limit"> = {
  sql: 'select "sequence", "group_id", "visible_at_ms", "sent_ms", "epoch", "receives_before", "first_received_ms", "received_ms" from "message" where "queue_id" = ? and "group_id" = ? order by "sequence" limit ?',
  parameters: ["queueId", "groupId", "limit"],
};

export const invisibleMessages: Statement<"queueId" | "nowMs"> = {
  sql: 'select "visible_at_ms", "epoch" > 0 as "in_flight", count(*) as "count" from "message" where "queue_id" = ? and "visible_at_ms" > ? group by "visible_at_ms", epoch > 0',
  parameters: ["queueId", "nowMs"],
};

export const insertMessage: Statement<
  "queueId" | "groupId" | "visibleAtMs" | "sentMs" | "receivesBefore" | "firstReceivedMs"
> = {
  sql: 'insert into "message" ("queue_id", "group_id", "visible_at_ms", "sent_ms", "epoch", "receives_before", "first_received_ms") values (?, ?, ?, ?, 0, ?, ?) returning "sequence"',
  parameters: ["queueId", "groupId", "visibleAtMs", "sentMs", "receivesBefore", "firstReceivedMs"],
};

export const claimMessage: Statement<"visibleAtMs" | "nowMs" | "sequence"> = {
  sql: 'update "message" set "visible_at_ms" = ?, "epoch" = "epoch" + 1, "first_received_ms" = coalesce("first_received_ms", ?), "received_ms" = ? where "sequence" = ?',
  parameters: ["visibleAtMs", "nowMs", "nowMs", "sequence"],
};

export const setMessageVisibility: Statement<"visibleAtMs" | "sequence"> = {
  sql: 'update "message" set "visible_at_ms" = ? where "sequence" = ?',
  parameters: ["visibleAtMs", "sequence"],
};

export const deleteMessage: Statement<"sequence"> = {
  sql: 'delete from "message" where "sequence" = ?',
  parameters: ["sequence"],
};

export const oldMessages: Statement<"queueId" | "beforeMs" | "limit"> = {
  sql: 'select "sequence", "group_id", "visible_at_ms", "sent_ms", "epoch", "receives_before", "first_received_ms", "received_ms" from "message" where "queue_id" = ? and "sent_ms" < ? order by "sent_ms" limit ?',
  parameters: ["queueId", "beforeMs", "limit"],
};

export const messageContent: Statement<"sequence"> = {
  sql: 'select "message_id", "body", "details", "dead_letter_source" from "message_content" where "sequence" = ?',
  parameters: ["sequence"],
};

export const messageDeadLetterSource: Statement<"sequence"> = {
  sql: 'select "dead_letter_source" from "message_content" where "sequence" = ?',
  parameters: ["sequence"],
};

export const insertMessageContent: Statement<"sequence" | "messageId" | "body" | "details"> = {
  sql: 'insert into "message_content" ("sequence", "message_id", "body", "details") values (?, ?, ?, ?)',
  parameters: ["sequence", "messageId", "body", "details"],
};

export const copyMessageContent: Statement<"copySequence" | "messageId" | "deadLetterSource" | "sequence"> = {
  sql: 'insert into "message_content" ("sequence", "message_id", "body", "details", "dead_letter_source") select ? as "sequence", coalesce(?, "message_id") as "message_id", "body", "details", ? as "dead_letter_source" from "message_content" where "sequence" = ?',
  parameters: ["copySequence", "messageId", "deadLetterSource", "sequence"],
};

export const deleteMessageContent: Statement<"sequence"> = {
  sql: 'delete from "message_content" where "sequence" = ?',
  parameters: ["sequence"],
};

export const putWork: Statement<"queue" | "lane" | "id" | "visibleAtMs" | "nowMs" | "state" | "payload"> = {
  sql: 'insert into "work" ("queue", "lane", "id", "due_ms", "epoch", "accepted_ms", "state", "payload") values (?, ?, ?, ?, 0, ?, ?, ?) on conflict ("queue", "id") do nothing',
  parameters: ["queue", "lane", "id", "visibleAtMs", "nowMs", "state", "payload"],
};

export const walkLaneAt: Statement<"queue" | "lane" | "dueMs" | "sequence"> = {
  sql: 'select "sequence", "id", "due_ms", "accepted_ms", "state" from "work" where "queue" = ? and "lane" = ? and "due_ms" = ? and "sequence" > ? order by "sequence"',
  parameters: ["queue", "lane", "dueMs", "sequence"],
};

export const walkLaneAfter: Statement<"queue" | "lane" | "dueMs"> = {
  sql: 'select "sequence", "id", "due_ms", "accepted_ms", "state" from "work" where "queue" = ? and "lane" = ? and "due_ms" > ? order by "due_ms", "sequence"',
  parameters: ["queue", "lane", "dueMs"],
};

export const readPayload: Statement<"sequence"> = {
  sql: 'select "payload" from "work" where "sequence" = ?',
  parameters: ["sequence"],
};

export const finishWork: Statement<"queue" | "id"> = {
  sql: 'delete from "work" where "queue" = ? and "id" = ?',
  parameters: ["queue", "id"],
};

export const repeatWork: Statement<"visibleAtMs" | "state" | "queue" | "id"> = {
  sql: 'update "work" set "due_ms" = ?, "state" = ? where "queue" = ? and "id" = ?',
  parameters: ["visibleAtMs", "state", "queue", "id"],
};

export const firstLane: Statement<"queue"> = {
  sql: 'select "lane", "due_ms" from "work" where "queue" = ? order by "lane", "due_ms" limit 1',
  parameters: ["queue"],
};

export const laneAfter: Statement<"queue" | "after"> = {
  sql: 'select "lane", "due_ms" from "work" where "queue" = ? and "lane" > ? order by "lane", "due_ms" limit 1',
  parameters: ["queue", "after"],
};

export const lastWork: Statement<never> = { sql: 'select max("sequence") as "sequence" from "work"', parameters: [] };

export const dropWork: Statement<"queue" | "lane" | "last" | "limit"> = {
  sql: 'delete from "work" where "sequence" in (select "sequence" from "work" where "queue" = ? and "lane" = ? and "sequence" <= ? limit ?)',
  parameters: ["queue", "lane", "last", "limit"],
};

export const recordMigrations: readonly Migration[] = [
  {
    number: 1,
    name: "records",
    statements: [
      'create table "record" ("kind" text not null, "key" text not null, "value" text, "version" integer not null, "sequence" integer not null, constraint "record_key" primary key ("kind", "key")) strict',
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
      'create table "log_group" ("id" integer primary key autoincrement, "account_id" text not null, "region" text not null, "name" text not null, "creation_ms" integer not null, "retention_days" integer, "stored_bytes" integer not null, "tags" text not null, constraint "log_group_name" unique ("account_id", "region", "name")) strict',
      'create table "log_stream" ("id" integer primary key autoincrement, "group_id" integer not null, "name" text not null, "creation_ms" integer not null, "first_event_ms" integer, "last_event_ms" integer, "last_ingestion_ms" integer, "stored_bytes" integer not null, constraint "log_stream_name" unique ("group_id", "name")) strict',
      'create index "log_stream_last_event" on "log_stream" ("group_id", "last_event_ms", "name")',
      'create table "log_event" ("sequence" integer primary key autoincrement, "group_id" integer not null, "stream_id" integer not null, "timestamp_ms" integer not null, "ingestion_ms" integer not null, "message" text not null) strict',
      'create index "log_event_group" on "log_event" ("group_id", "timestamp_ms", "sequence")',
      'create index "log_event_stream" on "log_event" ("stream_id", "timestamp_ms", "sequence")',
      'create table "log_garbage" ("id" integer primary key autoincrement, "group_id" integer, "stream_id" integer) strict',
    ],
  },
];

export const messageMigrations: readonly Migration[] = [
  {
    number: 1,
    name: "queues and messages",
    statements: [
      'create table "message_queue" ("id" integer primary key autoincrement, "name" text unique, "ordered" integer not null, "retention_ms" integer not null, "total" integer not null) strict',
      'create table "message" ("sequence" integer primary key autoincrement, "queue_id" integer not null, "group_id" text, "visible_at_ms" integer not null, "sent_ms" integer not null, "epoch" integer not null, "receives_before" integer not null, "first_received_ms" integer, "received_ms" integer) strict',
      'create index "message_visible" on "message" ("queue_id", "visible_at_ms", "sequence")',
      'create index "message_sent" on "message" ("queue_id", "sent_ms")',
      'create index "message_order" on "message" ("queue_id", "group_id", "sequence") where "group_id" is not null',
      'create table "message_content" ("sequence" integer primary key, "message_id" text not null, "body" text not null, "details" text not null, "dead_letter_source" text) strict',
      'create table "message_group" ("queue_id" integer not null, "group_id" text not null, "available_at_ms" integer not null, constraint "message_group_key" primary key ("queue_id", "group_id")) strict',
      'create index "message_group_available" on "message_group" ("queue_id", "available_at_ms")',
      'create table "message_deduplication" ("queue_id" integer not null, "key" text not null, "until_ms" integer not null, "message_id" text not null, "sequence" integer not null, constraint "message_deduplication_key" primary key ("queue_id", "key")) strict',
      'create index "message_deduplication_until" on "message_deduplication" ("until_ms")',
    ],
  },
];

export const workMigrations: readonly Migration[] = [
  {
    number: 1,
    name: "work",
    statements: [
      'create table "work" ("sequence" integer primary key autoincrement, "queue" text not null, "lane" text not null, "id" text not null, "due_ms" integer not null, "epoch" integer not null, "accepted_ms" integer not null, "state" text not null, "payload" blob not null, constraint "work_id" unique ("queue", "id")) strict',
      'create index "work_due" on "work" ("queue", "lane", "due_ms", "sequence")',
    ],
  },
  { number: 2, name: "claims", statements: [] },
];
