import { optionalNumberOf, textOf } from "./columns.ts";
import type { QueueEntry } from "./message-queues.ts";
import type { MessageRow, MessageRows } from "./message-rows.ts";
import { messageRow } from "./message-rows.ts";
import type { MessageStatements } from "./message-statements.ts";
import { allRows, firstRow, type Steps } from "./steps.ts";

/** What was done with a message that was due: `stop` leaves it where it is, and what comes after it. */
export type Handled = "taken" | "removed" | "stop";

export interface Delivery {
  readonly nowMs: number;
  /** How many messages may be taken. */
  readonly limit: number;
  /** Decides on one message. */
  readonly handle: (row: MessageRow) => Steps<Handled>;
}

/** Messages that one call looks at, so that a backlog of expired ones does not hold up everyone else. */
const LOOKED_AT_MAX = 100;

/** Goes through the messages of a queue that are due, in the order of delivery. */
export class MessageDelivery {
  readonly #statements: MessageStatements;
  readonly #rows: MessageRows;

  constructor(statements: MessageStatements, rows: MessageRows) {
    this.#statements = statements;
    this.#rows = rows;
  }

  /** Answers true when it stopped because it had looked at enough, and there may be more. */
  *deliver(queue: QueueEntry, delivery: Delivery): Steps<boolean> {
    return queue.ordered ? yield* this.#inGroups(queue.id, delivery) : yield* this.#inAnyOrder(queue.id, delivery);
  }

  /** When the next message becomes visible by itself. */
  *nextVisibleMs({ id: queueId, ordered }: QueueEntry, nowMs: number): Steps<number | undefined> {
    const row = yield* firstRow(ordered ? this.#statements.nextMessageGroup : this.#statements.nextVisibleMessage, {
      queueId,
      nowMs,
    });
    return row && optionalNumberOf(row, "next_ms");
  }

  *#inAnyOrder(queueId: number, { nowMs, limit, handle }: Delivery): Steps<boolean> {
    // A message that is received without becoming invisible is due again at once.
    const seen = new Set<number>();
    for (let taken = 0; taken < limit;) {
      if (seen.size >= LOOKED_AT_MAX) return true;
      const rows = (yield* allRows(this.#statements.visibleMessages, { queueId, nowMs, limit })).map(messageRow);
      const unseen = rows.filter(({ sequence }) => !seen.has(sequence)).slice(0, limit - taken);
      if (unseen.length === 0) return false;
      for (const row of unseen) {
        seen.add(row.sequence);
        const handled = yield* handle(row);
        if (handled === "stop") return false;
        if (handled === "taken") taken += 1;
      }
    }
    return false;
  }

  *#inGroups(queueId: number, { nowMs, limit, handle }: Delivery): Steps<boolean> {
    let taken = 0;
    let lookedAt = 0;
    for (const group of yield* allRows(this.#statements.availableMessageGroups, { queueId, nowMs, limit })) {
      const groupId = textOf(group, "group_id");
      const rows = yield* this.#rows.firstOfGroup(queueId, groupId, limit - taken);
      for (const row of rows) {
        if (row.visibleAtMs > nowMs) break;
        const handled = yield* handle(row);
        if (handled === "stop") break;
        if (handled === "taken") taken += 1;
        lookedAt += 1;
      }
      yield* this.#rows.refreshGroup(queueId, groupId, nowMs);
      if (taken >= limit) return false;
    }
    return lookedAt > taken;
  }
}
