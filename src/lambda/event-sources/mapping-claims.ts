import { createHash } from "node:crypto";
import { RecordConflict, type Json, type RecordChange, type RecordStore } from "../../store/index.ts";
import type { AwsError } from "../../wire/index.ts";
import { lambdaError } from "../errors.ts";
import { scopePrefix } from "../function-record.ts";
import { isKafka, isQueue } from "./event-source.ts";
import { mappedFunctionArn, type MappingRecord } from "./mapping-record.ts";

/** That a mapping reads a source for a function: its UUID, so that no second one does. */
export const CLAIM_KIND = "event-source-claim";

/** The changes to write with a mapping that begins to read its source; they conflict when another one does. */
export function claimSource(record: MappingRecord): readonly RecordChange[] {
  return claimKeys(record).map((key) => ({ op: "put", kind: CLAIM_KIND, key, value: record.uuid, expect: "absent" }));
}

export function unclaimSource(record: MappingRecord): readonly RecordChange[] {
  return claimKeys(record).map((key) => ({ op: "delete", kind: CLAIM_KIND, key }));
}

/** Of a Kafka that is known by its servers each is claimed, as mappings are the same when they have one in common. */
function claimKeys(record: MappingRecord): readonly string[] {
  const { source, topic, queue, settings } = record;
  const names = source.kind === "self-managed-kafka" ? source.servers : [source.arn];
  const { database = null, collection = null } = settings.documents ?? {};
  return names.map((name) => {
    const claim = [mappedFunctionArn(record), name, topic, queue, database, collection];
    return scopePrefix(record) + createHash("sha256").update(JSON.stringify(claim)).digest("hex");
  });
}

/** What to answer when a write failed because the source is read for this function already; undefined otherwise. */
export async function claimError(
  records: RecordStore,
  record: MappingRecord,
  error: unknown,
): Promise<AwsError | undefined> {
  if (!(error instanceof RecordConflict) || error.kind !== CLAIM_KIND) return undefined;
  const claim = await records.get(CLAIM_KIND, error.key);
  // It may have been deleted meanwhile.
  return claim && existsError(record, claim.value, error);
}

function existsError(record: MappingRecord, value: Json, cause: unknown): AwsError {
  const { source, functionName, topic } = record;
  const uuid = typeof value === "string" ? value : JSON.stringify(value);
  if (isKafka(source.kind)) {
    const name = source.kind === "self-managed-kafka" ? source.servers.join(",") : source.arn;
    const values = { source: name, function: mappedFunctionArn(record), topic: topic ?? "", uuid };
    return lambdaError("mapping-exists-kafka", values, { cause });
  }
  const arn = source.kind === "self-managed-kafka" ? "" : source.arn;
  const error = isQueue(source.kind) ? "mapping-exists-sqs" : "mapping-exists";
  return lambdaError(error, { source: arn, function: functionName, uuid }, { cause });
}
