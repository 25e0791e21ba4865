/** Keys for requests to S3. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

export interface S3Settings {
  /** Of any S3-compatible store, e.g. `http://127.0.0.1:9000`; a path in it comes before the bucket's name. */
  readonly endpoint: string;
  /** Undefined asks without a signature, which gets what is public. */
  readonly credentials: S3Credentials | undefined;
}

/** The keys that every AWS client reads from these variables; undefined when there are none. */
export function s3Credentials(environment: Readonly<Record<string, string | undefined>>): S3Credentials | undefined {
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: environment["AWS_SESSION_TOKEN"] || undefined };
}
