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

export const lastWork: Statement<never> = { sql: 'select max("sequence") as "sequence" from "work"', parameters: [] };

export const dropWork: Statement<"queue" | "lane" | "last" | "limit"> = {
  sql: 'delete from "work" where "sequence" in (select "sequence" from "work" where "queue" = $1 and "lane" = $2 and "sequence" <= $3 limit $4)',
  parameters: ["queue", "lane", "last", "limit"],
};

export const recordVersions: Statement<"rows"> = {
  sql: 'select asked.place, record.version, (record.value is not null) as present, (select max(sequence) from record) as last_sequence from json_to_recordset($1::json) as asked(place int, kind text collate "C", key text collate "C") left join record on record.kind = asked.kind and record.key = asked.key',
  parameters: ["rows"],
};

export const putRecords: Statement<"rows"> = {
  sql: 'insert into record (kind, key, value, version, sequence) select kind, key, value, version, sequence from json_to_recordset($1::json) as written(kind text collate "C", key text collate "C", value text collate "C", version bigint, sequence bigint) on conflict (kind, key) do update set value = excluded.value, version = excluded.version, sequence = excluded.sequence',
  parameters: ["rows"],
};

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
