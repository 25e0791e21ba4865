import { type RecordChange, RecordConflict, type RecordStore, StoreFullError } from "../../store/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { findLayerVersion, type StoredLayerVersion } from "../layers/layer-lists.ts";
import { LAYER_VERSION_KIND, layerPackageUser } from "../layers/layer-record.ts";
import { refuseForeignLayer, resolveLayerName } from "../layers/layer-reference.ts";
import { PackageCollector } from "../package-collector.ts";

/** `DeleteLayerVersion`: one that does not exist is no error; functions that have it keep it. */
export function deleteLayerVersion({ records, collector }: ControlPlane): LambdaHandler<"DeleteLayerVersion"> {
  return async (input, context) => {
    const { VersionNumber: version } = input;
    if (version < 1) throw lambdaError("layer-version-below-one");
    const reference = { ...resolveLayerName(input.LayerName, context), version };
    refuseForeignLayer(reference, version, context, "lambda:DeleteLayerVersion");
    // Each round that is lost was won by a change of the policy or another deletion, so this ends.
    for (;;) {
      const found = await findLayerVersion(records, reference);
      if (found === undefined) return;
      if (!(await remove(records, found))) continue;
      collector.release([found.record.code.sha256], 0);
      return;
    }
  };
}

/** False when the version was changed meanwhile. */
async function remove(records: RecordStore, { key, record, storedVersion }: StoredLayerVersion): Promise<boolean> {
  const changes: readonly RecordChange[] = [
    { op: "delete", kind: LAYER_VERSION_KIND, key, expect: storedVersion },
    ...PackageCollector.unuse([record.code.sha256], layerPackageUser(key)),
  ];
  try {
    await records.write(changes).catch((error: unknown) => {
      if (!(error instanceof StoreFullError)) throw error;
      // A note of what is to be removed may be what no longer fits; to delete must be possible on a full disk.
      return records.write(changes.filter(({ op }) => op === "delete"));
    });
    return true;
  } catch (error) {
    if (error instanceof RecordConflict) return false;
    throw error;
  }
}
