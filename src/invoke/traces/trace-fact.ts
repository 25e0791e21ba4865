import type { EnvironmentIdentity } from "../facts.ts";

/**
 * What functions tell of their own traces, by the X-Ray daemon's protocol. Nothing is made of it, and nothing spent, unless
 * somebody wants to know.
 */
export type TraceFact =
  | {
      readonly type: "xray.segment";
      readonly environment: EnvironmentIdentity;
      /** Epoch milliseconds at which it arrived. */
      readonly timeMs: number;
      /** The invocation at hand when it arrived; absent between invocations. */
      readonly requestId?: string;
      /** A segment or subsegment document: the text of a JSON object, at most 64 KiB (AWS X-Ray, "Segment documents"). */
      readonly document: string;
    }
  | {
      readonly type: "xray.segmentsDropped";
      readonly environment: EnvironmentIdentity;
      readonly timeMs: number;
      /** Since the last such fact of the environment: no segment, or larger than one may be; or more than it may send. */
      readonly malformed: number;
      readonly excess: number;
    };
