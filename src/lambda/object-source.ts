/** An object in a bucket, or one version of it. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
  /** The newest when undefined. */
  readonly versionId: string | undefined;
}

export interface FetchedObject {
  readonly content: Uint8Array;
  /** Which version it was; undefined where the bucket keeps none. */
  readonly versionId: string | undefined;
}

/**
 * - `refused`: S3 answered with an error of its own
 * - `too-large`: the object has more bytes than asked for
 * - `unreachable`: S3 could not be asked, or gave no answer that can be understood
 */
export type ObjectSourceFailure = "refused" | "too-large" | "unreachable";

/** An object could not be had. */
export class ObjectSourceError extends Error {
  readonly failure: ObjectSourceFailure;
  /** The code of the error that S3 answered with, e.g. `NoSuchKey`. */
  readonly code: string;

  constructor(failure: ObjectSourceFailure, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ObjectSourceError";
    this.failure = failure;
    this.code = code;
  }
}

/** Where deployment packages are fetched from that do not come with the request. */
export interface ObjectSource {
  /**
   * Reads an object whole. Throws `ObjectSourceError`.
   *
   * @param region in which the bucket is expected
   */
  read(address: ObjectAddress, region: string, bytesMax: number): Promise<FetchedObject>;
}
