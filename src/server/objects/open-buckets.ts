import type { Targets } from "../../base/index.ts";
import type { ObjectSource } from "../../lambda/index.ts";
import type { S3RequestOptions } from "./s3-request.ts";

/** The store of objects that was configured, if one was. */
export interface Buckets {
  readonly objects: ObjectSource | undefined;
  readonly putObject: Targets["putObject"] | undefined;
}

/** Loads what talks to it only where there is one. */
export async function openBuckets(options: S3RequestOptions | undefined): Promise<Buckets> {
  if (options === undefined) return { objects: undefined, putObject: undefined };
  const [{ s3Objects }, { s3Put }] = await Promise.all([import("./s3-objects.ts"), import("./s3-put.ts")]);
  return { objects: s3Objects(options), putObject: s3Put(options) };
}
