import { CODE_UNZIPPED_BYTES_MAX, ZIP_INLINE_BYTES_MAX } from "../base/index.ts";
import { PackageError, type PackageErrorCode } from "../store/index.ts";
import type { AwsError, LambdaModel, OperationContext } from "../wire/index.ts";
import { readSigning } from "./code-signing/package-signing.ts";
import type { ControlPlane } from "./control-plane.ts";
import { lambdaError } from "./errors.ts";
import type { CodeSettings } from "./function-record.ts";
import { ObjectSourceError, type ObjectSourceFailure } from "./object-source.ts";

const END_OF_DIRECTORY: Buffer = Buffer.from("PK\u0005\u0006");

type Source = LambdaModel.FunctionCode;

/** A zip as it came, before anyone looked into it. */
export interface CodeArchive {
  readonly zip: Uint8Array;
  /** Where it came from, when the request asks that this be remembered (`S3ObjectStorageMode: REFERENCE`). */
  readonly s3Object: NonNullable<CodeSettings["s3Object"]> | undefined;
  /** The key that the request wants it to be encrypted with; empty is as good as none. */
  readonly kmsKeyArn: string | undefined;
}

/** The zip that a request carries or points to, checked as far as that goes without opening it. Throws `AwsError`. */
export async function codeArchive(
  plane: ControlPlane,
  source: Source,
  { scope }: Pick<OperationContext, "scope">,
): Promise<CodeArchive> {
  const { ZipFile: zip, S3Bucket, S3Key, S3ObjectVersion, S3ObjectStorageMode } = source;
  const fromS3 = [S3Bucket, S3Key, S3ObjectVersion, S3ObjectStorageMode].some((value) => value !== undefined);
  if (zip === undefined) {
    if (fromS3) return fetchArchive(plane, source, scope.region);
    throw lambdaError("no-code-source");
  }
  if (fromS3 || source.ImageUri !== undefined) throw lambdaError("two-code-sources");
  if (isEmptyZip(zip)) throw lambdaError("empty-zip");
  if (zip.byteLength > ZIP_INLINE_BYTES_MAX) throw lambdaError("zipped-too-large");
  return { zip, s3Object: undefined, kmsKeyArn: source.SourceKMSKeyArn };
}

async function fetchArchive({ objects }: ControlPlane, source: Source, region: string): Promise<CodeArchive> {
  const { S3Bucket: bucket, S3Key: key, S3ObjectVersion } = source;
  if (bucket === undefined || key === undefined) throw lambdaError("bucket-and-key");
  // Where no S3 can be reached, no bucket exists.
  if (objects === undefined) throw lambdaError("object-refused", NO_BUCKET);
  try {
    // A zip is hardly ever larger than what is in it, and must not be when its content must not.
    const address = { bucket, key, versionId: S3ObjectVersion };
    const { content, versionId } = await objects.read(address, region, CODE_UNZIPPED_BYTES_MAX);
    if (isEmptyZip(content)) throw lambdaError("empty-zip");
    const isReference = source.S3ObjectStorageMode === "REFERENCE";
    const s3Object = isReference ? { bucket, key, versionId: versionId ?? null } : undefined;
    return { zip: content, s3Object, kmsKeyArn: source.SourceKMSKeyArn };
  } catch (error) {
    throw error instanceof ObjectSourceError ? OBJECT_FAULTS[error.failure](error) : error;
  }
}

const NO_BUCKET = { code: "NoSuchBucket", message: "The specified bucket does not exist" };

const OBJECT_FAULTS: Readonly<Record<ObjectSourceFailure, (cause: ObjectSourceError) => AwsError>> = {
  refused: (cause) => lambdaError("object-refused", { code: cause.code, message: cause.message }, { cause }),
  "too-large": (cause) => lambdaError("unzipped-too-large", undefined, { cause }),
  unreachable: (cause) => lambdaError("objects-unreachable", { reason: cause.message }, { cause }),
};

/** Nothing at all, or nothing but the record that ends every zip. */
function isEmptyZip(zip: Uint8Array): boolean {
  return zip.byteLength === 0 || (zip.byteLength === 22 && Buffer.from(zip.subarray(0, 4)).equals(END_OF_DIRECTORY));
}

/**
 * Checks, stores and unpacks a zip, and finds out who signed it. Throws `AwsError` when it cannot be a deployment
 * package; whether it may be deployed to a function is for `checkSigning` to say.
 */
export async function addPackage(
  plane: ControlPlane,
  { zip, s3Object, kmsKeyArn }: CodeArchive,
): Promise<CodeSettings> {
  try {
    const { sha256, zipBytes, unzippedBytes } = await plane.packages.add(zip, CODE_UNZIPPED_BYTES_MAX);
    // Only now is it known that the zip is one and unpacks to no more than is allowed.
    const signing = await readSigning(zip, plane.signingRoots, plane.clock.nowMs());
    return {
      sha256,
      zipBytes,
      unzippedBytes,
      ...(signing === undefined ? {} : { signing }),
      ...(s3Object === undefined ? {} : { s3Object }),
      ...(kmsKeyArn === undefined || kmsKeyArn === "" ? {} : { kmsKeyArn }),
    };
  } catch (error) {
    if (error instanceof PackageError) throw PACKAGE_FAULTS[error.code](error);
    throw error;
  }
}

const PACKAGE_FAULTS: Readonly<Record<PackageErrorCode, (cause: PackageError) => AwsError>> = {
  "not-a-zip": (cause) => lambdaError("bad-zip", undefined, { cause }),
  "too-large": (cause) => lambdaError("unzipped-too-large", undefined, { cause }),
  "unsafe-entry": (cause) => lambdaError("unsafe-zip", { reason: cause.message }, { cause }),
  "too-many-entries": (cause) => lambdaError("unsafe-zip", { reason: cause.message }, { cause }),
};
