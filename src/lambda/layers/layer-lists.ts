import type { Scope } from "../../base/index.ts";
import { everyRecord, type RecordStore } from "../../store/index.ts";
import { scopePrefix } from "../function-record.ts";
import {
  isLayerVersion,
  LAYER_KIND,
  LAYER_VERSION_KIND,
  layerKey,
  layerVersionKey,
  type LayerVersionRecord,
  readLayerVersionRecord,
} from "./layer-record.ts";
import type { LayerReference, LayerVersionReference } from "./layer-reference.ts";

/** A version of a layer as it is stored. */
export interface StoredLayerVersion {
  readonly key: string;
  readonly record: LayerVersionRecord;
  /** Version of the stored record, the token of optimistic concurrency. */
  readonly storedVersion: number;
}

/** Undefined when there is no such layer, or it has no such version (any more). */
export async function findLayerVersion(
  records: RecordStore,
  { scope, name, version }: LayerVersionReference,
): Promise<StoredLayerVersion | undefined> {
  if (!isLayerVersion(version)) return undefined;
  const key = layerVersionKey(layerKey(scope, name), version);
  const stored = await records.get(LAYER_VERSION_KIND, key);
  if (stored === undefined) return undefined;
  return { key, record: readLayerVersionRecord(key, stored.value), storedVersion: stored.version };
}

/**
 * The versions of a layer, newest first.
 *
 * @param below only versions with a smaller number
 */
export async function* layerVersions(
  records: RecordStore,
  { scope, name }: LayerReference,
  below?: number,
): AsyncGenerator<LayerVersionRecord, void> {
  const key = layerKey(scope, name);
  const after = below === undefined ? undefined : layerVersionKey(key, below);
  for await (const stored of everyRecord(records, LAYER_VERSION_KIND, `${key}/`, after))
    yield readLayerVersionRecord(stored.key, stored.value);
}

/** The names of the layers of an account and region, in order, those without versions included. */
export async function* layerNames(records: RecordStore, scope: Scope, after?: string): AsyncGenerator<string, void> {
  const prefix = scopePrefix(scope);
  const afterKey = after === undefined ? undefined : prefix + after;
  for await (const { key } of everyRecord(records, LAYER_KIND, prefix, afterKey)) yield key.slice(prefix.length);
}
