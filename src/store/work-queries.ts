import { sql } from "kysely";
import type { Compilable, Database } from "./schema.ts";
import { number, param, text } from "./schema.ts";

/** Every query of a work queue whose claims are in memory. */
export function workQueries(db: Database): Record<string, Compilable> {
  const lane = db.selectFrom("work").select(["lane", "due_ms"]).where("queue", "=", text("queue"));
  const nextLane = lane.orderBy("lane").orderBy("due_ms").limit(1);
  const walk = db
    .selectFrom("work")
    .select(["sequence", "id", "due_ms", "accepted_ms", "state"])
    .where("queue", "=", text("queue"))
    .where("lane", "=", text("lane"));
  return {
    putWork: db
      .insertInto("work")
      .values({
        queue: text("queue"),
        lane: text("lane"),
        id: text("id"),
        due_ms: number("visibleAtMs"),
        epoch: sql<number>`0`,
        accepted_ms: number("nowMs"),
        state: text("state"),
        payload: param<Uint8Array>("payload"),
      })
      .onConflict((conflict) => conflict.columns(["queue", "id"]).doNothing()),
    // A row value would be shorter, but SQLite then walks over everything that is due at the same time.
    walkLaneAt: walk
      .where("due_ms", "=", number("dueMs"))
      .where("sequence", ">", number("sequence"))
      .orderBy("sequence"),
    walkLaneAfter: walk.where("due_ms", ">", number("dueMs")).orderBy("due_ms").orderBy("sequence"),
    readPayload: db.selectFrom("work").select("payload").where("sequence", "=", number("sequence")),
    finishWork: db.deleteFrom("work").where("queue", "=", text("queue")).where("id", "=", text("id")),
    repeatWork: db
      .updateTable("work")
      .set({ due_ms: number("visibleAtMs"), state: text("state") })
      .where("queue", "=", text("queue"))
      .where("id", "=", text("id")),
    firstLane: nextLane,
    laneAfter: nextLane.where("lane", ">", text("after")),
    lastWork: db.selectFrom("work").select((eb) => eb.fn.max("sequence").as("sequence")),
    dropWork: db
      .deleteFrom("work")
      .where("sequence", "in", (eb) =>
        eb
          .selectFrom("work")
          .select("sequence")
          .where("queue", "=", text("queue"))
          .where("lane", "=", text("lane"))
          .where("sequence", "<=", number("last"))
          .limit(number("limit")),
      ),
  };
}
