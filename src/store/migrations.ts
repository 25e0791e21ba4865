import { sql } from "kysely";
import type { ColumnDataType, ColumnDefinitionBuilder, RawBuilder } from "kysely";
import type { Compilable, Database, Dialect } from "./schema.ts";

/** A numbered step of a schema, for every dialect. */
export interface MigrationSource {
  readonly number: number;
  readonly name: string;
  build(db: Database, dialect: Dialect): readonly Compilable[];
}

interface ColumnTypes {
  readonly integer: ColumnDataType;
  /** Text that compares by bytes. */
  readonly text: ColumnDataType | RawBuilder<unknown>;
  /** A number that the database gives out, rising. */
  readonly identity: ColumnDataType;
  readonly bytes: ColumnDataType;
  /** Whatever somebody wrote: text that may hold NUL, which text of PostgreSQL may not. */
  readonly lines: ColumnDataType;
  /** What follows the column list. */
  readonly tableEnd: RawBuilder<unknown>;
}

export const columnTypes: Record<Dialect, ColumnTypes> = {
  sqlite: {
    integer: "integer",
    text: "text",
    identity: "integer",
    bytes: "blob",
    lines: "text",
    tableEnd: sql`strict`,
  },
  postgres: {
    integer: "bigint",
    text: sql`text collate "C"`,
    identity: "bigserial",
    bytes: "bytea",
    lines: "bytea",
    tableEnd: sql``,
  },
};

/** Remembers which steps were taken; made before any of them. */
export function migrationTable(db: Database, dialect: Dialect): Compilable {
  const { integer, text, tableEnd } = columnTypes[dialect];
  return db.schema
    .createTable("migration")
    .ifNotExists()
    .addColumn("series", text, (column) => column.notNull())
    .addColumn("number", integer, (column) => column.notNull())
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("applied_ms", integer, (column) => column.notNull())
    .addPrimaryKeyConstraint("migration_key", ["series", "number"])
    .modifyEnd(tableEnd);
}

export const recordMigrations: readonly MigrationSource[] = [
  {
    number: 1,
    name: "records",
    build: (db, dialect) => {
      const { integer, text, tableEnd } = columnTypes[dialect];
      return [
        db.schema
          .createTable("record")
          .addColumn("kind", text, (column) => column.notNull())
          .addColumn("key", text, (column) => column.notNull())
          .addColumn("value", text)
          .addColumn("version", integer, (column) => column.notNull())
          .addColumn("sequence", integer, (column) => column.notNull())
          .addPrimaryKeyConstraint("record_key", ["kind", "key"])
          .modifyEnd(tableEnd),
        db.schema.createIndex("record_sequence").unique().on("record").column("sequence"),
        db.schema
          .createIndex("record_deleted")
          .on("record")
          .column("sequence")
          .where(sql<boolean>`value is null`),
      ];
    },
  },
];

/**
 * Without `autoincrement` SQLite gives out the number of a deleted last row again: a new group would get the events of a
 * deleted one that still wait to be removed, and be removed with them; a reader's cursor would pass over new events.
 */
export function neverReused(dialect: Dialect): (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder {
  return (column) => (dialect === "sqlite" ? column.primaryKey().autoIncrement() : column.primaryKey());
}

export const logMigrations: readonly MigrationSource[] = [
  {
    number: 1,
    name: "log groups, streams and events",
    build: (db, dialect) => [...groupsAndStreams(db, dialect), ...eventsAndGarbage(db, dialect)],
  },
];

function groupsAndStreams(db: Database, dialect: Dialect): readonly Compilable[] {
  const { integer, text, identity, tableEnd } = columnTypes[dialect];
  return [
    db.schema
      .createTable("log_group")
      .addColumn("id", identity, neverReused(dialect))
      .addColumn("account_id", text, (column) => column.notNull())
      .addColumn("region", text, (column) => column.notNull())
      .addColumn("name", text, (column) => column.notNull())
      .addColumn("creation_ms", integer, (column) => column.notNull())
      .addColumn("retention_days", integer)
      .addColumn("stored_bytes", integer, (column) => column.notNull())
      .addColumn("tags", text, (column) => column.notNull())
      .addUniqueConstraint("log_group_name", ["account_id", "region", "name"])
      .modifyEnd(tableEnd),
    db.schema
      .createTable("log_stream")
      .addColumn("id", identity, neverReused(dialect))
      .addColumn("group_id", integer, (column) => column.notNull())
      .addColumn("name", text, (column) => column.notNull())
      .addColumn("creation_ms", integer, (column) => column.notNull())
      .addColumn("first_event_ms", integer)
      .addColumn("last_event_ms", integer)
      .addColumn("last_ingestion_ms", integer)
      .addColumn("stored_bytes", integer, (column) => column.notNull())
      .addUniqueConstraint("log_stream_name", ["group_id", "name"])
      .modifyEnd(tableEnd),
    dialect === "sqlite"
      ? db.schema.createIndex("log_stream_last_event").on("log_stream").columns(["group_id", "last_event_ms", "name"])
      : // Streams without events come first, as they do in SQLite of themselves.
        bound(db, sql`create index log_stream_last_event on log_stream (group_id, last_event_ms nulls first, name)`),
  ];
}

function eventsAndGarbage(db: Database, dialect: Dialect): readonly Compilable[] {
  const { integer, identity, lines, tableEnd } = columnTypes[dialect];
  return [
    db.schema
      .createTable("log_event")
      .addColumn("sequence", identity, neverReused(dialect))
      .addColumn("group_id", integer, (column) => column.notNull())
      .addColumn("stream_id", integer, (column) => column.notNull())
      .addColumn("timestamp_ms", integer, (column) => column.notNull())
      .addColumn("ingestion_ms", integer, (column) => column.notNull())
      .addColumn("message", lines, (column) => column.notNull())
      .modifyEnd(tableEnd),
    db.schema.createIndex("log_event_group").on("log_event").columns(["group_id", "timestamp_ms", "sequence"]),
    db.schema.createIndex("log_event_stream").on("log_event").columns(["stream_id", "timestamp_ms", "sequence"]),
    db.schema
      .createTable("log_garbage")
      .addColumn("id", identity, neverReused(dialect))
      .addColumn("group_id", integer)
      .addColumn("stream_id", integer)
      .modifyEnd(tableEnd),
  ];
}

export const workMigrations: readonly MigrationSource[] = [
  {
    number: 1,
    name: "work",
    build: (db, dialect) => {
      const { integer, text, identity, bytes, tableEnd } = columnTypes[dialect];
      return [
        db.schema
          .createTable("work")
          .addColumn("sequence", identity, neverReused(dialect))
          .addColumn("queue", text, (column) => column.notNull())
          .addColumn("lane", text, (column) => column.notNull())
          .addColumn("id", text, (column) => column.notNull())
          .addColumn("due_ms", integer, (column) => column.notNull())
          .addColumn("epoch", integer, (column) => column.notNull())
          .addColumn("accepted_ms", integer, (column) => column.notNull())
          .addColumn("state", text, (column) => column.notNull())
          .addColumn("payload", bytes, (column) => column.notNull())
          .addUniqueConstraint("work_id", ["queue", "id"])
          .modifyEnd(tableEnd),
        db.schema.createIndex("work_due").on("work").columns(["queue", "lane", "due_ms", "sequence"]),
      ];
    },
  },
  {
    number: 2,
    name: "claims",
    build: (db, dialect) => (dialect === "postgres" ? storedClaims(db) : []),
  },
];

function bound(db: Database, query: RawBuilder<unknown>): Compilable {
  return { compile: () => query.compile(db) };
}

/**
 * Where several servers share a database, claims are stored: `due_ms` is the end of the lease then. A queue's rows come
 * and go, so they are swept more often than those of other tables; payloads are never compressed, which costs more than it saves.
 */
function storedClaims(db: Database): readonly Compilable[] {
  return [
    db.schema.alterTable("work").addColumn("visible_ms", columnTypes.postgres.integer, (column) => column.notNull()),
    bound(db, sql`create sequence work_epoch`),
    bound(db, sql`alter table work alter column payload set storage external`),
    bound(db, sql`alter table work set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0)`),
  ];
}
