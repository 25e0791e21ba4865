import { sql } from "kysely";
import type { Compilable, Database } from "./schema.ts";
import { number, param, text } from "./schema.ts";

/** Queries over queues. */
export function messageQueueQueries(db: Database): Record<string, Compilable> {
  const one = db.updateTable("message_queue").where("id", "=", number("id"));
  return {
    messageQueue: db.selectFrom("message_queue").select(["id", "ordered"]).where("name", "=", text("name")),
    messageTotal: db.selectFrom("message_queue").select("total").where("id", "=", number("id")),
    insertMessageQueue: db
      .insertInto("message_queue")
      .values({ name: text("name"), ordered: number("ordered"), retention_ms: number("retentionMs"), total: 0 }),
    forgetMessageQueue: one.set({ name: sql<null>`null`, retention_ms: number("retentionMs") }),
    setMessageRetention: one.set({ retention_ms: number("retentionMs") }),
    messageRetention: db.selectFrom("message_queue").select("retention_ms").where("id", "=", number("id")),
    messageRetentions: db.selectFrom("message_queue").select(["id", "retention_ms"]).where("total", ">", 0),
    growMessageQueue: one.set((eb) => ({ total: eb("total", "+", number("by")) })),
    removeEmptyMessageQueues: db.deleteFrom("message_queue").where("name", "is", null).where("total", "=", 0),
  };
}

/** Queries over the groups of ordered queues. */
export function messageGroupQueries(db: Database): Record<string, Compilable> {
  return {
    availableMessageGroups: db
      .selectFrom("message_group")
      .select("group_id")
      .where("queue_id", "=", number("queueId"))
      .where("available_at_ms", "<=", number("nowMs"))
      .orderBy("available_at_ms")
      .limit(number("limit")),
    nextMessageGroup: db
      .selectFrom("message_group")
      .select((eb) => eb.fn.min("available_at_ms").as("next_ms"))
      .where("queue_id", "=", number("queueId"))
      .where("available_at_ms", ">", number("nowMs")),
    openMessageGroup: db
      .insertInto("message_group")
      .values({ queue_id: number("queueId"), group_id: text("groupId"), available_at_ms: number("availableAtMs") })
      .onConflict((conflict) => conflict.columns(["queue_id", "group_id"]).doNothing()),
    setMessageGroup: db
      .updateTable("message_group")
      .set({ available_at_ms: number("availableAtMs") })
      .where("queue_id", "=", number("queueId"))
      .where("group_id", "=", text("groupId")),
    closeMessageGroup: db
      .deleteFrom("message_group")
      .where("queue_id", "=", number("queueId"))
      .where("group_id", "=", text("groupId")),
  };
}

/** Queries over what ordered queues remember of messages, to tell duplicates. */
export function messageDuplicateQueries(db: Database): Record<string, Compilable> {
  return {
    duplicateMessage: db
      .selectFrom("message_deduplication")
      .select(["message_id", "sequence"])
      .where("queue_id", "=", number("queueId"))
      .where("key", "=", text("key"))
      .where("until_ms", ">", number("nowMs")),
    rememberMessage: db
      .insertInto("message_deduplication")
      .values({
        queue_id: number("queueId"),
        key: text("key"),
        until_ms: number("untilMs"),
        message_id: text("messageId"),
        sequence: number("sequence"),
      })
      .onConflict((conflict) =>
        conflict.columns(["queue_id", "key"]).doUpdateSet((eb) => ({
          until_ms: eb.ref("excluded.until_ms"),
          message_id: eb.ref("excluded.message_id"),
          sequence: eb.ref("excluded.sequence"),
        })),
      ),
    oldDuplicates: db
      .selectFrom("message_deduplication")
      .select(["queue_id", "key"])
      .where("until_ms", "<=", number("nowMs"))
      .orderBy("until_ms")
      .limit(number("limit")),
    forgetDuplicate: db
      .deleteFrom("message_deduplication")
      .where("queue_id", "=", number("queueId"))
      .where("key", "=", text("key")),
  };
}

/** Queries over messages. */
export function messageQueries(db: Database): Record<string, Compilable> {
  const rows = db
    .selectFrom("message")
    .select([
      "sequence",
      "group_id",
      "visible_at_ms",
      "sent_ms",
      "epoch",
      "receives_before",
      "first_received_ms",
      "received_ms",
    ]);
  const ofQueue = rows.where("queue_id", "=", number("queueId"));
  return {
    message: ofQueue.where("sequence", "=", number("sequence")),
    visibleMessages: ofQueue
      .where("visible_at_ms", "<=", number("nowMs"))
      .orderBy("visible_at_ms")
      .orderBy("sequence")
      .limit(number("limit")),
    nextVisibleMessage: db
      .selectFrom("message")
      .select((eb) => eb.fn.min("visible_at_ms").as("next_ms"))
      .where("queue_id", "=", number("queueId"))
      .where("visible_at_ms", ">", number("nowMs")),
    firstOfMessageGroup: ofQueue.where("group_id", "=", text("groupId")).orderBy("sequence").limit(number("limit")),
    invisibleMessages: db
      .selectFrom("message")
      .select((eb) => ["visible_at_ms", eb("epoch", ">", 0).as("in_flight"), eb.fn.countAll().as("count")])
      .where("queue_id", "=", number("queueId"))
      .where("visible_at_ms", ">", number("nowMs"))
      .groupBy("visible_at_ms")
      .groupBy(sql`epoch > 0`),
    insertMessage: db
      .insertInto("message")
      .values({
        queue_id: number("queueId"),
        group_id: param<string | null>("groupId"),
        visible_at_ms: number("visibleAtMs"),
        sent_ms: number("sentMs"),
        epoch: 0,
        receives_before: number("receivesBefore"),
        first_received_ms: param<number | null>("firstReceivedMs"),
      })
      .returning("sequence"),
    claimMessage: db
      .updateTable("message")
      .set((eb) => ({
        visible_at_ms: number("visibleAtMs"),
        epoch: eb("epoch", "+", 1),
        first_received_ms: eb.fn.coalesce("first_received_ms", number("nowMs")),
        received_ms: number("nowMs"),
      }))
      .where("sequence", "=", number("sequence")),
    setMessageVisibility: db
      .updateTable("message")
      .set({ visible_at_ms: number("visibleAtMs") })
      .where("sequence", "=", number("sequence")),
    deleteMessage: db.deleteFrom("message").where("sequence", "=", number("sequence")),
    oldMessages: ofQueue.where("sent_ms", "<", number("beforeMs")).orderBy("sent_ms").limit(number("limit")),
  };
}

/** Queries over what messages say. */
export function messageContentQueries(db: Database): Record<string, Compilable> {
  const content = db.selectFrom("message_content").where("sequence", "=", number("sequence"));
  return {
    messageContent: content.select(["message_id", "body", "details", "dead_letter_source"]),
    messageDeadLetterSource: content.select("dead_letter_source"),
    insertMessageContent: db.insertInto("message_content").values({
      sequence: number("sequence"),
      message_id: text("messageId"),
      body: text("body"),
      details: text("details"),
    }),
    copyMessageContent: db
      .insertInto("message_content")
      .columns(["sequence", "message_id", "body", "details", "dead_letter_source"])
      .expression((eb) =>
        eb
          .selectFrom("message_content")
          .select((inner) => [
            number("copySequence").as("sequence"),
            inner.fn.coalesce(param<string | null>("messageId"), "message_id").as("message_id"),
            "body",
            "details",
            param<string | null>("deadLetterSource").as("dead_letter_source"),
          ])
          .where("sequence", "=", number("sequence")),
      ),
    deleteMessageContent: db.deleteFrom("message_content").where("sequence", "=", number("sequence")),
  };
}
