import { columnTypes, neverReused } from "./migrations.ts";
import type { MigrationSource } from "./migrations.ts";
import type { Compilable, Database, Dialect } from "./schema.ts";

export const messageMigrations: readonly MigrationSource[] = [
  {
    number: 1,
    name: "queues and messages",
    build: (db, dialect) => [...queues(db, dialect), ...messages(db, dialect), ...groups(db, dialect)],
  },
];

function queues(db: Database, dialect: Dialect): readonly Compilable[] {
  const { integer, text, identity, tableEnd } = columnTypes[dialect];
  return [
    db.schema
      .createTable("message_queue")
      .addColumn("id", identity, neverReused(dialect))
      .addColumn("name", text, (column) => column.unique())
      .addColumn("ordered", integer, (column) => column.notNull())
      .addColumn("retention_ms", integer, (column) => column.notNull())
      .addColumn("total", integer, (column) => column.notNull())
      .modifyEnd(tableEnd),
  ];
}

function messages(db: Database, dialect: Dialect): readonly Compilable[] {
  const { integer, text, identity, tableEnd } = columnTypes[dialect];
  return [
    db.schema
      .createTable("message")
      .addColumn("sequence", identity, neverReused(dialect))
      .addColumn("queue_id", integer, (column) => column.notNull())
      .addColumn("group_id", text)
      .addColumn("visible_at_ms", integer, (column) => column.notNull())
      .addColumn("sent_ms", integer, (column) => column.notNull())
      .addColumn("epoch", integer, (column) => column.notNull())
      .addColumn("receives_before", integer, (column) => column.notNull())
      .addColumn("first_received_ms", integer)
      .addColumn("received_ms", integer)
      .modifyEnd(tableEnd),
    db.schema.createIndex("message_visible").on("message").columns(["queue_id", "visible_at_ms", "sequence"]),
    db.schema.createIndex("message_sent").on("message").columns(["queue_id", "sent_ms"]),
    db.schema
      .createIndex("message_order")
      .on("message")
      .columns(["queue_id", "group_id", "sequence"])
      .where("group_id", "is not", null),
    db.schema
      .createTable("message_content")
      .addColumn("sequence", integer, (column) => column.primaryKey())
      .addColumn("message_id", text, (column) => column.notNull())
      .addColumn("body", text, (column) => column.notNull())
      .addColumn("details", text, (column) => column.notNull())
      .addColumn("dead_letter_source", text)
      .modifyEnd(tableEnd),
  ];
}

function groups(db: Database, dialect: Dialect): readonly Compilable[] {
  const { integer, text, tableEnd } = columnTypes[dialect];
  return [
    db.schema
      .createTable("message_group")
      .addColumn("queue_id", integer, (column) => column.notNull())
      .addColumn("group_id", text, (column) => column.notNull())
      .addColumn("available_at_ms", integer, (column) => column.notNull())
      .addPrimaryKeyConstraint("message_group_key", ["queue_id", "group_id"])
      .modifyEnd(tableEnd),
    db.schema.createIndex("message_group_available").on("message_group").columns(["queue_id", "available_at_ms"]),
    db.schema
      .createTable("message_deduplication")
      .addColumn("queue_id", integer, (column) => column.notNull())
      .addColumn("key", text, (column) => column.notNull())
      .addColumn("until_ms", integer, (column) => column.notNull())
      .addColumn("message_id", text, (column) => column.notNull())
      .addColumn("sequence", integer, (column) => column.notNull())
      .addPrimaryKeyConstraint("message_deduplication_key", ["queue_id", "key"])
      .modifyEnd(tableEnd),
    db.schema.createIndex("message_deduplication_until").on("message_deduplication").column("until_ms"),
  ];
}
