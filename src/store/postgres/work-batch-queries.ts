import { type RawBuilder, sql } from "kysely";
import type { Compilable, Database } from "../schema.ts";
import { number, param, text } from "../schema.ts";
import { raw, TEXT } from "./raw-query.ts";

/** Where a settlement or a renewal finds its work, unless the claim was lost. */
const HELD = sql`work.queue = held.queue and work.id = held.id and work.epoch = held.epoch`;

/** Claims are rows here: each takes a new epoch, and `due_ms` is the end of its lease. */
export function workBatchQueries(db: Database): Record<string, Compilable> {
  return {
    // The payloads come as one piece, since a list of byte strings would be sent in hexadecimal.
    putWork: raw(
      db,
      sql`
        insert into work (queue, lane, id, due_ms, visible_ms, epoch, accepted_ms, state, payload)
        select queue, lane, id, coalesce(lease_end_ms, visible_ms), visible_ms,
          case when lease_end_ms is null then 0 else nextval('work_epoch') end,
          accepted_ms, state, substring(${param<Uint8Array>("payloads")}::bytea from start for size)
        from json_to_recordset(${text("rows")}::json) as new(place int, queue ${TEXT}, lane ${TEXT}, id ${TEXT},
          visible_ms bigint, lease_end_ms bigint, accepted_ms bigint, state ${TEXT}, start int, size int)
        order by place
        on conflict (queue, id) do nothing
        returning queue, id, epoch`,
    ),
    finishWork: raw(
      db,
      sql`
        delete from work
        using json_to_recordset(${text("rows")}::json) as held(place int, queue ${TEXT}, id ${TEXT}, epoch bigint)
        where ${HELD} returning held.place, work.lane`,
    ),
    repeatWork: raw(
      db,
      sql`
        update work
        set due_ms = held.visible_ms, visible_ms = held.visible_ms, state = held.state, epoch = nextval('work_epoch')
        from json_to_recordset(${text("rows")}::json)
          as held(place int, queue ${TEXT}, id ${TEXT}, epoch bigint, visible_ms bigint, state ${TEXT})
        where ${HELD} returning held.place, work.lane`,
    ),
    renewWork: raw(
      db,
      sql`
        update work set due_ms = held.lease_end_ms
        from json_to_recordset(${text("rows")}::json)
          as held(place int, queue ${TEXT}, id ${TEXT}, epoch bigint, lease_end_ms bigint)
        where ${HELD} returning held.place`,
    ),
    claimWork: claimWork(db),
    lanesFrom: raw(db, lanesWhere(sql`true`)),
    lanesAfter: raw(db, lanesWhere(sql`lane > ${text("after")}`)),
    nextEpoch: raw(db, sql`select nextval('work_epoch') as epoch`),
    // Work that waits has no lease, so it is due when it is visible.
    freeHeldWork: raw(
      db,
      sql`
        update work set due_ms = visible_ms, epoch = nextval('work_epoch')
        where epoch between 1 and ${number("epoch")} and due_ms <> visible_ms
        returning queue, lane, visible_ms`,
    ),
    notifyWork: raw(db, sql`select pg_notify(${text("channel")}, ${text("payload")})`),
  };
}

/** Goes from lane to lane through the index, so that it costs the same whatever the lanes hold. */
function lanesWhere(start: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    with recursive walk as (
      (
        select lane, due_ms, 1 as place from work where queue = ${text("queue")} and ${start}
        order by lane, due_ms limit 1
      )
      union all
      select next.lane, next.due_ms, walk.place + 1
      from walk cross join lateral (
        select work.lane, work.due_ms from work
        where work.queue = ${text("queue")} and work.lane > walk.lane
        order by work.lane, work.due_ms limit 1
      ) as next
      where walk.place < ${number("limit")}
    )
    select lane, due_ms from walk order by place`;
}

/**
 * What others are claiming at this moment is passed over, not waited for. Each lane may be asked for once only, as a row
 * that this very statement has locked is not passed over.
 */
function claimWork(db: Database): Compilable {
  return raw(
    db,
    sql`
        with asked as (
          select * from json_to_recordset(${text("rows")}::json) as asked(place int, queue ${TEXT}, lane ${TEXT},
            now_ms bigint, lease_end_ms bigint, claims int)
        ), picked as materialized (
          select asked.place, asked.lease_end_ms, due.sequence, due.due_ms
          from asked cross join lateral (
            select work.sequence, work.due_ms from work
            where work.queue = asked.queue and work.lane = asked.lane and work.due_ms <= asked.now_ms
            order by work.due_ms, work.sequence limit asked.claims for update skip locked
          ) as due
        ), taken as (
          update work set due_ms = picked.lease_end_ms, epoch = nextval('work_epoch')
          from picked where work.sequence = picked.sequence
          returning picked.place, picked.due_ms as was_due_ms, work.sequence, work.id, work.visible_ms, work.epoch,
            work.accepted_ms, work.state, work.payload
        )
        select asked.place, rest.due_ms as next_due_ms, taken.id, taken.visible_ms, taken.epoch, taken.accepted_ms,
          taken.state, taken.payload
        from asked
        left join lateral (
          select work.due_ms from work
          where work.queue = asked.queue and work.lane = asked.lane
            and work.sequence not in (select picked.sequence from picked)
          order by work.due_ms, work.sequence limit 1
        ) as rest on true
        left join taken on taken.place = asked.place
        order by asked.place, taken.was_due_ms, taken.sequence`,
  );
}
