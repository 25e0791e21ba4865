import type { Compilable, Database } from "./schema.ts";
import { number, param, text } from "./schema.ts";

/** Every query of the record store; compiled once per dialect. */
export function recordQueries(db: Database): Record<string, Compilable> {
  const present = db.selectFrom("record").where("kind", "=", text("kind")).where("value", "is not", null);
  const page = present
    .select(["key", "value", "version"])
    .where("key", "<", text("before"))
    .orderBy("key")
    .limit(number("limit"));
  return {
    getRecord: present.select(["value", "version"]).where("key", "=", text("key")),
    listRecordsFrom: page.where("key", ">=", text("from")),
    listRecordsAfter: page.where("key", ">", text("after")),
    changesAfter: db
      .selectFrom("record")
      .select(["sequence", "kind", "key"])
      .where("sequence", ">", number("sequence"))
      .orderBy("sequence")
      .limit(number("limit")),
    recordVersion: db
      .selectFrom("record")
      .select((eb) => ["version", eb("value", "is not", null).as("present")])
      .where("kind", "=", text("kind"))
      .where("key", "=", text("key")),
    putRecord: db
      .insertInto("record")
      .values({
        kind: text("kind"),
        key: text("key"),
        value: param<string | null>("value"),
        version: number("version"),
        sequence: number("sequence"),
      })
      .onConflict((conflict) =>
        conflict.columns(["kind", "key"]).doUpdateSet((eb) => ({
          value: eb.ref("excluded.value"),
          version: eb.ref("excluded.version"),
          sequence: eb.ref("excluded.sequence"),
        })),
      ),
    lastSequence: db.selectFrom("record").select((eb) => eb.fn.max("sequence").as("sequence")),
    forgetDeleted: db.deleteFrom("record").where("value", "is", null).where("sequence", "<=", number("sequence")),
  };
}

/** The book-keeping of migrations. */
export function migrationQueries(db: Database): Record<string, Compilable> {
  return {
    listMigrations: db
      .selectFrom("migration")
      .select(["number", "name"])
      .where("series", "=", text("series"))
      .orderBy("number"),
    recordMigration: db.insertInto("migration").values({
      series: text("series"),
      number: number("number"),
      name: text("name"),
      applied_ms: number("appliedMs"),
    }),
  };
}
