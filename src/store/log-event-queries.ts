import { sql } from "kysely";
import type { OrderByDirection } from "kysely";
import type { Compilable, Database } from "./schema.ts";
import { number, param, text } from "./schema.ts";

/** Reading and writing events. Both ends of a range are exclusive places, so that one form serves both directions. */
export function logEventQueries(db: Database): Record<string, Compilable> {
  const range = (column: "e.group_id" | "e.stream_id", direction: OrderByDirection): Compilable =>
    db
      .selectFrom("log_event as e")
      .innerJoin("log_stream as s", "s.id", "e.stream_id")
      .select(["e.sequence", "e.timestamp_ms", "e.ingestion_ms", "e.message", "s.name as stream"])
      .where(column, "=", number("id"))
      .where(sql<boolean>`(e.timestamp_ms, e.sequence) > (${number("lowMs")}, ${number("lowSequence")})`)
      .where(sql<boolean>`(e.timestamp_ms, e.sequence) < (${number("highMs")}, ${number("highSequence")})`)
      .orderBy("e.timestamp_ms", direction)
      .orderBy("e.sequence", direction)
      .limit(number("limit"));
  return {
    readGroup: range("e.group_id", "asc"),
    readGroupDescending: range("e.group_id", "desc"),
    readStream: range("e.stream_id", "asc"),
    readStreamDescending: range("e.stream_id", "desc"),
    insertLogEvent: db.insertInto("log_event").values({
      group_id: number("groupId"),
      stream_id: number("streamId"),
      timestamp_ms: number("timestampMs"),
      ingestion_ms: number("ingestionMs"),
      message: text("message"),
    }),
  };
}

/** Removing events a bounded number at a time. */
export function logRemovalQueries(db: Database): Record<string, Compilable> {
  const size = sql<number>`octet_length(message)`.as("bytes");
  return {
    expireEvents: db
      .deleteFrom("log_event")
      .where("sequence", "in", (eb) =>
        eb
          .selectFrom("log_event")
          .select("sequence")
          .where("group_id", "=", number("groupId"))
          .where("timestamp_ms", "<", number("beforeMs"))
          .orderBy("timestamp_ms")
          .limit(number("limit")),
      )
      .returning(["stream_id", size]),
    deleteEventsOfStream: db
      .deleteFrom("log_event")
      .where("sequence", "in", (eb) =>
        eb
          .selectFrom("log_event")
          .select("sequence")
          .where("stream_id", "=", number("streamId"))
          .limit(number("limit")),
      ),
    insertGarbage: db
      .insertInto("log_garbage")
      .values({ group_id: param<number | null>("groupId"), stream_id: param<number | null>("streamId") }),
    nextGarbage: db.selectFrom("log_garbage").selectAll().orderBy("id").limit(1),
    deleteGarbage: db.deleteFrom("log_garbage").where("id", "=", number("id")),
  };
}
