import { RecordConflict } from "../../store/index.ts";
import type { LambdaModel, OperationContext } from "../../wire/index.ts";
import { addPackage, type CodeArchive, codeArchive } from "../code-source.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { CodeSettings } from "../function-record.ts";
import { checkRuntimes } from "../layers/layer-compatibility.ts";
import { layerVersionOutput } from "../layers/layer-output.ts";
import {
  LAYER_KIND,
  LAYER_VERSION_KIND,
  layerKey,
  layerPackageUser,
  type LayerRecord,
  layerVersionKey,
  type LayerVersionRecord,
  readLayerRecord,
} from "../layers/layer-record.ts";
import { refuseForeignLayer, resolveLayerName } from "../layers/layer-reference.ts";
import { PackageCollector } from "../package-collector.ts";

type Input = LambdaModel.PublishLayerVersionRequest;

/** `PublishLayerVersion`: stores a layer's next version; the layer is made with its first. */
export function publishLayerVersion(plane: ControlPlane): LambdaHandler<"PublishLayerVersion"> {
  return async (input, context) => {
    const reference = resolveLayerName(input.LayerName, context);
    refuseForeignLayer(reference, undefined, context, "lambda:PublishLayerVersion");
    checkRuntimes(input.CompatibleRuntimes ?? []);
    const archive = await layerArchive(plane, input.Content, context);
    const record = await plane.collector.adding(async () => {
      const code = await addPackage(plane, archive);
      return publish(plane, reference.name, code, input, context);
    });
    return layerVersionOutput(record, plane.codeLocations, context.origin);
  };
}

async function layerArchive(
  plane: ControlPlane,
  content: Input["Content"],
  context: OperationContext,
): Promise<CodeArchive> {
  const { ZipFile, S3Bucket, S3Key } = content;
  if (ZipFile === undefined && S3Bucket === undefined && S3Key === undefined) throw lambdaError("no-layer-source");
  return codeArchive(plane, content, context);
}

async function publish(
  plane: ControlPlane,
  name: string,
  code: CodeSettings,
  input: Input,
  context: OperationContext,
): Promise<LayerVersionRecord> {
  try {
    // Each round that is lost was won by another version, so this ends.
    for (;;) {
      const record = await tryPublish(plane, name, code, input, context);
      if (record !== undefined) return record;
    }
  } catch (error) {
    plane.collector.release([code.sha256], 0);
    throw error;
  }
}

/** Undefined when someone else published a version of this layer at the same time. */
async function tryPublish(
  { records, clock }: ControlPlane,
  name: string,
  code: CodeSettings,
  input: Input,
  { scope }: OperationContext,
): Promise<LayerVersionRecord | undefined> {
  const key = layerKey(scope, name);
  const stored = await records.get(LAYER_KIND, key);
  const version = stored === undefined ? 1 : readLayerRecord(key, stored.value).nextVersion;
  const record = newVersion({ ...scope, name, version, code, createdMs: clock.nowMs() }, input);
  const versionKey = layerVersionKey(key, version);
  const layer: LayerRecord = { form: 1, name, nextVersion: version + 1 };
  try {
    await records.write([
      { op: "put", kind: LAYER_KIND, key, value: layer, expect: stored?.version ?? "absent" },
      { op: "put", kind: LAYER_VERSION_KIND, key: versionKey, value: record, expect: "absent" },
      PackageCollector.use(code.sha256, layerPackageUser(versionKey)),
    ]);
    return record;
  } catch (error) {
    if (error instanceof RecordConflict) return undefined;
    throw error;
  }
}

type Identity = "accountId" | "region" | "name" | "version" | "code" | "createdMs";

function newVersion(identity: Pick<LayerVersionRecord, Identity>, input: Input): LayerVersionRecord {
  return {
    form: 1,
    ...identity,
    description: input.Description ?? "",
    licenseInfo: input.LicenseInfo ?? null,
    runtimes: input.CompatibleRuntimes ?? null,
    architectures: input.CompatibleArchitectures ?? null,
    policy: null,
  };
}
