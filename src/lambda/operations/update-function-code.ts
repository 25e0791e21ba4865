import { functionArn } from "../../base/index.ts";
import type { LambdaModel } from "../../wire/index.ts";
import { checkSigning, deployedPackages } from "../code-signing/deployment-check.ts";
import { attachedSigningConfig } from "../code-signing/signing-attachment.ts";
import { addPackage, codeArchive } from "../code-source.ts";
import { functionConfiguration } from "../configuration.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { checkUpdatable, findLatest } from "../function-lookup.ts";
import {
  type CodeSettings,
  declaredSettings,
  type FunctionSettings,
  packageOf,
  recordScope,
} from "../function-record.ts";
import { changeFunction, stageSettings } from "../function-update.ts";
import { imageCode } from "../images/image-code.ts";
import { checkUnzippedSize } from "../layers/function-layers.ts";
import { refuseMissingMembers } from "../missing-members.ts";
import { type Publishing, unchangedVersion, withPublication } from "../publication.ts";
import type { PublishedVersion } from "../version-record.ts";

type Input = LambdaModel.UpdateFunctionCodeRequest;

interface Updated {
  readonly entry: FunctionEntry;
  /** Where one was asked for. */
  readonly published: PublishedVersion | undefined;
}

/** A version that is published with an update becomes active with it. */
const BECOMES_ACTIVE: Publishing = { state: "Pending", description: undefined };

/** `UpdateFunctionCode`: stages new code; until it is activated, a moment later, the old code serves. */
export function updateFunctionCode(plane: ControlPlane): LambdaHandler<"UpdateFunctionCode"> {
  return async (input, context) => {
    const find = () => findLatest(plane, input.FunctionName, context, "lambda:UpdateFunctionCode");
    const found = await find();
    checkUpdatable(found, input.RevisionId);
    checkPackageType(found, input);
    refuseMissingMembers("UpdateFunctionCode", input);
    const { ImageUri, SourceKMSKeyArn } = input;
    const source =
      ImageUri === undefined
        ? await codeArchive(plane, input, context)
        : imageCode(ImageUri, SourceKMSKeyArn, context.scope.region);
    const { entry, published } = await plane.collector.adding(async () => {
      const code = "zip" in source ? await addPackage(plane, source) : source;
      return input.DryRun === true ? dryRun(plane, find, input, code) : update(plane, find, input, code);
    });
    const version = published ?? entry.record.latest;
    return functionConfiguration(entry.record, version, published?.version, plane.runtimes());
  };
}

async function update(
  plane: ControlPlane,
  find: () => Promise<FunctionEntry>,
  input: Input,
  code: CodeSettings,
): Promise<Updated> {
  let published: PublishedVersion | undefined;
  try {
    const entry = await changeFunction(plane, find, async (current) => {
      checkUpdatable(current, input.RevisionId);
      const settings = await withCode(plane, current, input, code);
      const change = stageSettings(plane, current, settings);
      if (input.Publish !== true) return change;
      published = await unchangedVersion(plane, current, settings);
      if (published !== undefined) return change;
      const publication = withPublication(plane, current.key, change, settings, BECOMES_ACTIVE);
      published = publication.published;
      return publication;
    });
    plane.activation.begin(entry.key);
    return { entry, published };
  } catch (error) {
    plane.collector.release(packageOf(code), 0);
    throw error;
  }
}

/** What an update would answer, without doing it. */
async function dryRun(
  plane: ControlPlane,
  find: () => Promise<FunctionEntry>,
  input: Input,
  code: CodeSettings,
): Promise<Updated> {
  plane.collector.release(packageOf(code), 0);
  const entry = await find();
  const { record } = entry;
  const latest = { ...record.latest, settings: await withCode(plane, entry, input, code) };
  return { entry: { ...entry, record: { ...record, latest } }, published: undefined };
}

/** A function stays what it was created as. Throws `AwsError` when the code is of the other kind. */
function checkPackageType({ record }: Pick<FunctionEntry, "record">, { ImageUri, ZipFile, S3Bucket }: Input): void {
  const isImage = declaredSettings(record).code.image !== undefined;
  if (isImage && ImageUri === undefined) throw lambdaError("zip-on-image-function");
  if (!isImage && ImageUri !== undefined) throw lambdaError("image-on-zip-function");
  if (isImage && (ZipFile !== undefined || S3Bucket !== undefined)) throw lambdaError("two-code-sources");
}

/** Throws `AwsError` when the new code is too large for the layers, or is not signed as the function demands. */
async function withCode(
  plane: ControlPlane,
  { key, record }: FunctionEntry,
  input: Input,
  code: CodeSettings,
): Promise<FunctionSettings> {
  const declared = declaredSettings(record);
  checkPackageType({ record }, input);
  const settings = { ...declared, code, architecture: input.Architectures?.[0] ?? declared.architecture };
  checkUnzippedSize(settings);
  const config = await attachedSigningConfig(plane.records, key);
  checkSigning(config, deployedPackages(settings), functionArn(recordScope(record), record.name), plane.clock.nowMs());
  return settings;
}
