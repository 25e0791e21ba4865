import { type FetchedObject, type ObjectSource, ObjectSourceError } from "../../lambda/index.ts";
import { s3Error } from "./s3-error.ts";
import { askS3, contentOf, ERROR_BYTES_MAX, type S3RequestOptions } from "./s3-request.ts";

/** Reads objects by path-style `GetObject`. */
export function s3Objects(options: S3RequestOptions): ObjectSource {
  return {
    async read(address, region, bytesMax): Promise<FetchedObject> {
      // Steps in a path would lead to another object, or another bucket.
      if (address.key.split("/").some((segment) => segment === "." || segment === ".."))
        throw new ObjectSourceError("refused", "NoSuchKey", "The specified key does not exist.");
      const response = await askS3(options, { method: "GET", address, region });
      if (response.statusCode !== 200) {
        const { content } = await contentOf(response, options.endpoint, ERROR_BYTES_MAX);
        throw s3Error({ status: response.statusCode ?? 0, headers: response.headers, body: content.toString() });
      }
      const { content, isWhole } = await contentOf(response, options.endpoint, bytesMax);
      if (!isWhole) throw new ObjectSourceError("too-large", "EntityTooLarge", `it has more than ${bytesMax} bytes`);
      const version = response.headers["x-amz-version-id"];
      return { content, versionId: typeof version === "string" && version !== "null" ? version : undefined };
    },
  };
}
