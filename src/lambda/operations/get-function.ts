import type { LambdaModel } from "../../wire/index.ts";
import { functionConfiguration, shownSettings } from "../configuration.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findFunction } from "../function-lookup.ts";
import type { CodeSettings } from "../function-record.ts";
import { imageLocation } from "../images/image-output.ts";

/** `GetFunction`: configuration, tags, reserved concurrency and a link to the code that is valid for 10 minutes. */
export function getFunction(plane: ControlPlane): LambdaHandler<"GetFunction"> {
  return async (input, context) => {
    const { entry, qualifier, target } = await findFunction(plane, input, context, "lambda:GetFunction");
    const { record } = entry;
    const reserved = plane.concurrency.ledger.reserved(entry.key);
    const { code } = shownSettings(record, target.version.record);
    return {
      Configuration: functionConfiguration(record, target.version.record, qualifier, plane.runtimes()),
      Code: codeLocation(plane, code, context.origin),
      ...(Object.keys(record.tags).length === 0 ? {} : { Tags: record.tags }),
      ...(reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    };
  };
}

function codeLocation(plane: ControlPlane, code: CodeSettings, origin: string): LambdaModel.FunctionCodeLocation {
  if (code.image !== undefined) return imageLocation(code.image);
  const location = plane.codeLocations.sign(origin, code.sha256);
  const key = code.kmsKeyArn === undefined ? {} : { SourceKMSKeyArn: code.kmsKeyArn };
  return { RepositoryType: "S3", Location: location, ...resolvedObject(code), ...key };
}

function resolvedObject({ s3Object }: CodeSettings): Pick<LambdaModel.FunctionCodeLocation, "ResolvedS3Object"> {
  if (s3Object === undefined) return {};
  const { bucket, key, versionId } = s3Object;
  const version = versionId === null ? {} : { S3ObjectVersion: versionId };
  return { ResolvedS3Object: { S3Bucket: bucket, S3Key: key, ...version } };
}
