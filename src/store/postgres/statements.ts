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

export const recordVersions: Statement<"rows"> = {
  sql: 'select asked.place, record.version, (record.value is not null) as present, (select max(sequence) from record) as last_sequence from json_to_recordset($1::json) as asked(place int, kind text collate "C", key text collate "C") left join record on record.kind = asked.kind and record.key = asked.key',
  parameters: ["rows"],
};

export const putRecords: Statement<"rows"> = {
  sql: 'insert into record (kind, key, value, version, sequence) select kind, key, value, version, sequence from json_to_recordset($1::json) as written(kind text collate "C", key text collate "C", value text collate "C", version bigint, sequence bigint) on conflict (kind, key) do update set value = excluded.value, version = excluded.version, sequence = excluded.sequence',
  parameters: ["rows"],
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
