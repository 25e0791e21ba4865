import { RecordConflict } from "../../store/index.ts";
import type { ControlPlane } from "../control-plane.ts";
import { existingLayerVersion } from "./layer-lookup.ts";
import { LAYER_VERSION_KIND, type LayerVersionRecord } from "./layer-record.ts";
import type { LayerVersionReference } from "./layer-reference.ts";

/**
 * Changes a version of a layer on the condition that it is still as seen; when someone else changed it, looks again and
 * decides anew. Throws `AwsError` 404 when there is no such version, or what `change` throws.
 */
export async function changeLayerVersion<Changed extends LayerVersionRecord>(
  { records }: ControlPlane,
  reference: LayerVersionReference,
  change: (record: LayerVersionRecord) => Changed,
): Promise<Changed> {
  // Each round that is lost was won by someone else, so this ends.
  for (;;) {
    const { key, record, storedVersion } = await existingLayerVersion(records, reference);
    const changed = change(record);
    try {
      await records.write([{ op: "put", kind: LAYER_VERSION_KIND, key, value: changed, expect: storedVersion }]);
      return changed;
    } catch (error) {
      if (!(error instanceof RecordConflict)) throw error;
    }
  }
}
