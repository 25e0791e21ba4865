import { STREAM_BURST_BYTES, STREAM_BYTES_PER_SECOND, STREAMED_RESPONSE_BYTES_MAX } from "../../base/index.ts";

/** What a streamed response may take (AWS Lambda developer guide, "Bandwidth limits for response streaming"). */
export interface StreamLimits {
  readonly bytesMax: number;
  /** Sent as fast as it comes; afterwards `bytesPerSecond` holds. */
  readonly burstBytes: number;
  readonly bytesPerSecond: number;
}

export const STREAM_LIMITS: StreamLimits = {
  bytesMax: STREAMED_RESPONSE_BYTES_MAX,
  burstBytes: STREAM_BURST_BYTES,
  bytesPerSecond: STREAM_BYTES_PER_SECOND,
};
