import type { RecordStore } from "../../store/index.ts";
import type { OperationContext } from "../../wire/index.ts";
import { lambdaError } from "../errors.ts";
import { findLayerVersion, type StoredLayerVersion } from "./layer-lists.ts";
import { GET_LAYER_VERSION, isAllowed } from "./layer-policy.ts";
import { layerVersionArn } from "./layer-record.ts";
import type { LayerVersionReference } from "./layer-reference.ts";

/** Finds a version whose policy is meant. Throws `AwsError` 404 with the ARN. */
export async function existingLayerVersion(
  records: RecordStore,
  reference: LayerVersionReference,
): Promise<StoredLayerVersion> {
  const found = await findLayerVersion(records, reference);
  if (found !== undefined) return found;
  const arn = layerVersionArn(reference.scope, reference.name, reference.version);
  throw lambdaError("layer-version-not-found", { arn });
}

/**
 * Finds a version that the caller's account may use: its own, or one whose policy allows it. Undefined when it is the
 * caller's own and does not exist. Throws `AwsError` 403 for any other that may not be used, whether or not it exists.
 */
export async function usableLayerVersion(
  records: RecordStore,
  reference: LayerVersionReference,
  { scope, caller }: Pick<OperationContext, "scope" | "caller">,
): Promise<StoredLayerVersion | undefined> {
  const found = await findLayerVersion(records, reference);
  if (reference.scope.accountId === scope.accountId) return found;
  if (found !== undefined && isAllowed(found.record, scope.accountId)) return found;
  const arn = layerVersionArn(reference.scope, reference.name, reference.version);
  throw lambdaError("other-account", { caller: caller.arn, action: GET_LAYER_VERSION, arn });
}
