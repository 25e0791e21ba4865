import { sql } from "kysely";
import type { Compilable, Database } from "../schema.ts";
import { text } from "../schema.ts";
import { raw, TEXT } from "./raw-query.ts";

export function recordBatchQueries(db: Database): Record<string, Compilable> {
  return {
    recordVersions: raw(
      db,
      sql`
        select asked.place, record.version, (record.value is not null) as present,
          (select max(sequence) from record) as last_sequence
        from json_to_recordset(${text("rows")}::json) as asked(place int, kind ${TEXT}, key ${TEXT})
        left join record on record.kind = asked.kind and record.key = asked.key`,
    ),
    putRecords: raw(
      db,
      sql`
        insert into record (kind, key, value, version, sequence)
        select kind, key, value, version, sequence
        from json_to_recordset(${text("rows")}::json)
          as written(kind ${TEXT}, key ${TEXT}, value ${TEXT}, version bigint, sequence bigint)
        on conflict (kind, key) do update
        set value = excluded.value, version = excluded.version, sequence = excluded.sequence`,
    ),
  };
}
