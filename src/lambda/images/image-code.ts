import { createHash } from "node:crypto";
import type { LambdaModel } from "../../wire/index.ts";
import { lambdaError } from "../errors.ts";
import {
  type CodeSettings,
  declaredSettings,
  type FailureReason,
  type FunctionRecord,
  type ImageSettings,
} from "../function-record.ts";

/** AWS Lambda quotas, "Container image settings size". */
const SETTINGS_BYTES_MAX = 16_384;

/**
 * An image in a private repository of Amazon ECR: `ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY`, then either a tag or
 * a digest, one of which the service demands and both of which it refuses (AWS Lambda API, ImageUri; ECR, "Image URI").
 */
const URI =
  /^\d{12}\.dkr\.ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[A-Za-z0-9_][\w.-]{0,127}|@sha256:(?<digest>[0-9a-f]{64}))$/;

/** Why a function of an image does not become active. */
export const IMAGE_NOT_RUN: FailureReason = {
  code: "InvalidImage",
  text: "Container images are not run by this version of Hearth. Package the function as a zip archive instead.",
};

/** What is remembered of an image in the place of a package. Throws `AwsError` when the URI is none of ECR in this region. */
export function imageCode(uri: string, keyArn: string | undefined, region: string): CodeSettings {
  // The repository has the key of an image.
  if (keyArn !== undefined && keyArn !== "") throw lambdaError("key-of-image");
  const parts = URI.exec(uri)?.groups;
  if (parts === undefined || parts["region"] !== region) throw lambdaError("invalid-image", { uri });
  const digest = parts["digest"];
  // Nobody is asked what a tag stands for, so that the URI has to be told from others by itself.
  const sha256 = digest ?? createHash("sha256").update(uri).digest("hex");
  return { sha256, zipBytes: 0, unzippedBytes: 0, image: { uri, digest: digest ?? null } };
}

/** The settings of an image that a request gives; undefined when it does not speak of them. Throws `AwsError`. */
export function imageSettings(
  given: LambdaModel.ImageConfig | undefined,
  isImage: boolean,
): ImageSettings | null | undefined {
  if (given === undefined) return undefined;
  const { EntryPoint: entryPoint, Command: command, WorkingDirectory: workingDirectory } = given;
  const isEmpty = entryPoint === undefined && command === undefined && workingDirectory === undefined;
  if (!isImage) {
    if (isEmpty) return undefined;
    throw lambdaError("image-settings-with-zip");
  }
  // What is given empty takes the settings away, as the documentation of UpdateFunctionConfiguration has it.
  if (isEmpty) return null;
  if (Buffer.byteLength(JSON.stringify(given)) > SETTINGS_BYTES_MAX) throw lambdaError("image-settings-too-large");
  return {
    ...(entryPoint === undefined ? {} : { entryPoint }),
    ...(command === undefined ? {} : { command }),
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
  };
}

/** Throws `AwsError` for a function of an image, which no operation on its code signing configuration takes. */
export function refuseSigningOfImage(record: FunctionRecord): void {
  if (declaredSettings(record).code.image !== undefined) throw lambdaError("signing-of-image");
}

/** Throws `AwsError` when a request for a function of an image speaks of what only a zip can have. */
export function refuseZipMembers({ Runtime, Handler, Layers }: LambdaModel.UpdateFunctionConfigurationRequest): void {
  if (Runtime !== undefined || Handler !== undefined || (Layers !== undefined && Layers.length > 0))
    throw lambdaError("zip-members-with-image");
}
