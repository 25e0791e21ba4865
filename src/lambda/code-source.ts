import { CODE_UNZIPPED_BYTES_MAX, ZIP_INLINE_BYTES_MAX } from "../base/index.ts";
import { PackageError, type PackageErrorCode, type PackageStore } from "../store/index.ts";
import type { AwsError, LambdaModel } from "../wire/index.ts";
import { lambdaError } from "./errors.ts";
import type { CodeSettings } from "./function-record.ts";

const END_OF_DIRECTORY: Buffer = Buffer.from("PK\u0005\u0006");

type Source = Pick<LambdaModel.FunctionCode, "ZipFile" | "S3Bucket" | "S3Key" | "ImageUri">;

/** The zip that a request carries, checked as far as that goes without opening it. Throws `AwsError`. */
export function zipOf(code: Source): Uint8Array {
  const fromS3 = code.S3Bucket !== undefined || code.S3Key !== undefined;
  if (code.ZipFile === undefined) {
    // No S3 can be reached yet, so no bucket exists.
    if (fromS3) throw lambdaError("no-such-bucket");
    throw lambdaError(code.ImageUri === undefined ? "no-code-source" : "no-images");
  }
  if (fromS3 || code.ImageUri !== undefined) throw lambdaError("two-code-sources");
  if (isEmptyZip(code.ZipFile)) throw lambdaError("empty-zip");
  if (code.ZipFile.byteLength > ZIP_INLINE_BYTES_MAX) throw lambdaError("zipped-too-large");
  return code.ZipFile;
}

/** Nothing at all, or nothing but the record that ends every zip. */
function isEmptyZip(zip: Uint8Array): boolean {
  return zip.byteLength === 0 || (zip.byteLength === 22 && Buffer.from(zip.subarray(0, 4)).equals(END_OF_DIRECTORY));
}

/** Checks, stores and unpacks a zip. Throws `AwsError` when it cannot be a deployment package. */
export async function addPackage(packages: PackageStore, zip: Uint8Array): Promise<CodeSettings> {
  try {
    const { sha256, zipBytes, unzippedBytes } = await packages.add(zip, CODE_UNZIPPED_BYTES_MAX);
    return { sha256, zipBytes, unzippedBytes };
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
