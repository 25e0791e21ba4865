/** How long and how much a client of the public port may take. An invocation itself is never timed here. */
export interface ListenerLimits {
  /** Request line and headers together (AWS Lambda quotas: 1 MB). */
  readonly headerBytesMax: number;
  /** From the connection, or the end of the request before, to the last header. */
  readonly headersTimeoutMs: number;
  /** Between two pieces of a body. */
  readonly bodyIdleTimeoutMs: number;
  /** From the first to the last byte of a body, so that one byte per minute does not hold a connection for ever. */
  readonly bodyTimeoutMs: number;
  /** A connection without a request is closed after this. Longer than clients keep theirs, so that they close first. */
  readonly keepAliveTimeoutMs: number;
  /** After a refusal the rest of a body is thrown away for at most this long, so that the client can read the answer. */
  readonly lingerTimeoutMs: number;
  /** How often connections are checked against the time-out of headers. */
  readonly checkIntervalMs: number;
}

export const LISTENER_LIMITS: ListenerLimits = {
  headerBytesMax: 1_048_576,
  headersTimeoutMs: 30_000,
  bodyIdleTimeoutMs: 30_000,
  bodyTimeoutMs: 600_000,
  keepAliveTimeoutMs: 90_000,
  lingerTimeoutMs: 5_000,
  checkIntervalMs: 5_000,
};
