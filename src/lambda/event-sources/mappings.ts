import { type RecordChange, RecordConflict } from "../../store/index.ts";
import type { OperationContext } from "../../wire/index.ts";
import type { ControlPlane } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { findTarget } from "../function-lookup.ts";
import { resolveFunctionName } from "../function-name.ts";
import { functionKey } from "../function-record.ts";
import type { SourceKind } from "./event-source.ts";
import { claimError, claimSource, unclaimSource } from "./mapping-claims.ts";
import { MAPPING_KIND, mappingKey, type MappingRecord, readMappingRecord } from "./mapping-record.ts";
import { checkFunctionTimeout } from "./settings-check.ts";

/** A mapping as stored, with the token of optimistic concurrency. */
export interface StoredMapping {
  readonly key: string;
  readonly record: MappingRecord;
  readonly storedVersion: number;
}

/** Throws `AwsError`: 404. */
export async function findMapping(
  { records }: ControlPlane,
  uuid: string,
  { scope }: Pick<OperationContext, "scope">,
): Promise<StoredMapping> {
  const key = mappingKey(scope, uuid);
  const stored = await records.get(MAPPING_KIND, key);
  if (stored === undefined) throw lambdaError("requested-not-found");
  return { key, record: readMappingRecord(key, stored.value), storedVersion: stored.version };
}

/** The function that a mapping is to invoke; there must be it, and its version or alias. Throws `AwsError`. */
export async function mappedFunction(
  plane: ControlPlane,
  text: string,
  kind: SourceKind,
  context: OperationContext,
  action: string,
): Promise<Pick<MappingRecord, "functionName" | "qualifier">> {
  const { name, qualifier } = resolveFunctionName(text, undefined, context, action);
  const entry = await plane.directory.find(functionKey(context.scope, name));
  const target = entry && (await findTarget(plane, entry, qualifier));
  if (target === undefined) throw lambdaError("mapped-function-not-found");
  checkFunctionTimeout(kind, target.version.record.settings.timeoutS);
  return { functionName: name, qualifier: qualifier ?? null };
}

/** Stores a new mapping. Throws `AwsError`: 409 when there is one of this source and function. */
export async function createMapping({ records }: ControlPlane, record: MappingRecord): Promise<void> {
  const key = mappingKey(record, record.uuid);
  // Each round that is lost was won by one that was deleted since, so this ends.
  for (;;) {
    try {
      await records.write([
        { op: "put", kind: MAPPING_KIND, key, value: record, expect: "absent" },
        ...claimSource(record),
      ]);
      return;
    } catch (error) {
      const known = await claimError(records, record, error);
      if (known !== undefined) throw known;
      if (!(error instanceof RecordConflict)) throw error;
    }
  }
}

/** Changes a mapping, looking again when someone else was faster. Throws what `find` and `change` throw, and as above. */
export async function changeMapping(
  { records }: ControlPlane,
  find: () => Promise<StoredMapping>,
  change: (record: MappingRecord) => MappingRecord | Promise<MappingRecord>,
): Promise<MappingRecord> {
  for (;;) {
    const { key, record, storedVersion } = await find();
    const value = await change(record);
    try {
      await records.write([
        { op: "put", kind: MAPPING_KIND, key, value, expect: storedVersion },
        ...movedClaims(record, value),
      ]);
      return value;
    } catch (error) {
      const known = await claimError(records, value, error);
      if (known !== undefined) throw known;
      if (!(error instanceof RecordConflict)) throw error;
    }
  }
}

function movedClaims(former: MappingRecord, next: MappingRecord): readonly RecordChange[] {
  const given = claimSource(next);
  const held = new Set(claimSource(former).map(({ key }) => key));
  // What is held already must not be asked for anew.
  const added = given.filter(({ key }) => !held.has(key));
  const kept = new Set(given.map(({ key }) => key));
  return [...unclaimSource(former).filter(({ key }) => !kept.has(key)), ...added];
}

/** Deletes a mapping and gives what it was. Throws `AwsError`: 404. */
export async function deleteMapping(
  { records }: ControlPlane,
  find: () => Promise<StoredMapping>,
): Promise<MappingRecord> {
  for (;;) {
    const { key, record, storedVersion } = await find();
    try {
      await records.write([{ op: "delete", kind: MAPPING_KIND, key, expect: storedVersion }, ...unclaimSource(record)]);
      return record;
    } catch (error) {
      if (!(error instanceof RecordConflict)) throw error;
    }
  }
}
