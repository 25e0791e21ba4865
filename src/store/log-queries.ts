import { sql } from "kysely";
import type { Compilable, Database } from "./schema.ts";
import { number, param, text } from "./schema.ts";

/** Queries over groups. */
export function logGroupQueries(db: Database): Record<string, Compilable> {
  const inScope = db
    .selectFrom("log_group")
    .selectAll()
    .where("account_id", "=", text("accountId"))
    .where("region", "=", text("region"));
  const page = inScope
    .where("name", "<", text("before"))
    .where((eb) => sql<boolean>`lower(${eb.ref("name")}) like ${text("pattern")} escape '\\'`)
    .orderBy("name")
    .limit(number("limit"));
  const one = db
    .updateTable("log_group")
    .where("account_id", "=", text("accountId"))
    .where("region", "=", text("region"))
    .where("name", "=", text("name"));
  return {
    logGroup: inScope.where("name", "=", text("name")),
    listLogGroupsFrom: page.where("name", ">=", text("from")),
    listLogGroupsAfter: page.where("name", ">", text("after")),
    insertLogGroup: db
      .insertInto("log_group")
      .values({
        account_id: text("accountId"),
        region: text("region"),
        name: text("name"),
        creation_ms: number("creationMs"),
        stored_bytes: 0,
        tags: text("tags"),
      })
      .onConflict((conflict) => conflict.columns(["account_id", "region", "name"]).doNothing())
      .returning("id"),
    deleteLogGroup: db.deleteFrom("log_group").where("id", "=", number("id")),
    setLogRetention: one.set({ retention_days: param<number | null>("retentionDays") }),
    setLogTags: one.set({ tags: text("tags") }),
    growLogGroup: db
      .updateTable("log_group")
      .set((eb) => ({ stored_bytes: eb("stored_bytes", "+", number("bytes")) }))
      .where("id", "=", number("id")),
    groupsWithRetention: db
      .selectFrom("log_group")
      .select(["id", "retention_days"])
      .where("retention_days", "is not", null)
      .orderBy("id"),
  };
}

/** Queries over streams. */
export function logStreamQueries(db: Database): Record<string, Compilable> {
  const ofGroup = db.selectFrom("log_stream").selectAll().where("group_id", "=", number("groupId"));
  const page = ofGroup
    .where("name", ">=", text("from"))
    .where("name", "<", text("before"))
    .limit(number("limit"))
    .offset(number("offset"));
  // A filter that no index serves, or the planner takes the index of names and sorts a whole group by time.
  const byEvent = ofGroup
    .where(sql`(name || '')`, ">=", text("from"))
    .where(sql`(name || '')`, "<", text("before"))
    .limit(number("limit"))
    .offset(number("offset"));
  return {
    logStream: ofGroup.where("name", "=", text("name")),
    listLogStreamsByName: page.orderBy("name"),
    listLogStreamsByNameDescending: page.orderBy("name", "desc"),
    listLogStreamsByEvent: byEvent.orderBy("last_event_ms", (by) => by.asc().nullsFirst()).orderBy("name"),
    listLogStreamsByEventDescending: byEvent
      .orderBy("last_event_ms", (by) => by.desc().nullsLast())
      .orderBy("name", "desc"),
    insertLogStream: db
      .insertInto("log_stream")
      .values({ group_id: number("groupId"), name: text("name"), creation_ms: number("creationMs"), stored_bytes: 0 })
      .onConflict((conflict) => conflict.columns(["group_id", "name"]).doNothing())
      .returning("id"),
    deleteLogStream: db.deleteFrom("log_stream").where("id", "=", number("id")),
    growLogStream: db
      .updateTable("log_stream")
      .set((eb) => ({
        first_event_ms: eb
          .case()
          .when("first_event_ms", "<", number("firstMs"))
          .then(eb.ref("first_event_ms"))
          .else(number("firstMs"))
          .end(),
        last_event_ms: eb
          .case()
          .when("last_event_ms", ">", number("lastMs"))
          .then(eb.ref("last_event_ms"))
          .else(number("lastMs"))
          .end(),
        last_ingestion_ms: number("ingestionMs"),
        stored_bytes: eb("stored_bytes", "+", number("bytes")),
      }))
      .where("id", "=", number("id")),
    shrinkLogStream: db
      .updateTable("log_stream")
      .set((eb) => ({
        first_event_ms: eb
          .selectFrom("log_event")
          .select((inner) => inner.fn.min("log_event.timestamp_ms").as("first"))
          .whereRef("log_event.stream_id", "=", "log_stream.id"),
        stored_bytes: eb("stored_bytes", "-", number("bytes")),
      }))
      .where("id", "=", number("id")),
    anyStreamOfGroup: db.selectFrom("log_stream").select("id").where("group_id", "=", number("groupId")).limit(1),
  };
}
