import { TargetError, type Targets } from "../../base/index.ts";
import { ObjectSourceError } from "../../lambda/index.ts";
import { s3Error } from "./s3-error.ts";
import { askS3, contentOf, ERROR_BYTES_MAX, type S3RequestOptions } from "./s3-request.ts";

const BUCKET_ARN = "arn:aws:s3:::";
/** Answers of S3 after which the same request may succeed (Amazon S3 API, "Error responses"). */
const MAY_PASS: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** Writes objects by path-style `PutObject`; see `Targets`. Throws `TargetError`. */
export function s3Put(options: S3RequestOptions): Targets["putObject"] {
  return async (arn, { key, body, contentType }, { scope }) => {
    const bucket = arn.startsWith(BUCKET_ARN) ? arn.slice(BUCKET_ARN.length) : "";
    if (bucket === "") throw new TargetError("InvalidBucketName", `${arn} names no bucket`, { retryable: false });
    const address = { bucket, key, versionId: undefined };
    let status: number | undefined;
    try {
      const response = await askS3(options, { method: "PUT", address, region: scope.region, contentType, body });
      status = response.statusCode ?? 0;
      const { content } = await contentOf(response, options.endpoint, ERROR_BYTES_MAX);
      if (status !== 200) throw s3Error({ status, headers: response.headers, body: content.toString() });
    } catch (error) {
      if (!(error instanceof ObjectSourceError)) throw error;
      const retryable = error.failure === "unreachable" || (status !== undefined && MAY_PASS.has(status));
      throw new TargetError(error.code, error.message, { retryable, cause: error });
    }
  };
}
