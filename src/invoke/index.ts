export type { LaunchSpec, LoggingSpec, LogFormat, LogLevel } from "./launch-spec.ts";
export type {
  AdmissionFact,
  EnvironmentIdentity,
  InitializationType,
  InitPhase,
  InvokeFact,
  PlatformStatus,
} from "./facts.ts";
export type {
  InvocationRequest,
  InvocationResult,
  InvokeErrorCode,
  Invoker,
  ProvisionedState,
  ThrottleReason,
} from "./invoker.ts";
export type { StreamCompletion, StreamedResponse, StreamFailure } from "./streaming/streamed-response.ts";
export type { StreamLimits } from "./streaming/stream-limits.ts";
export { InvocationThrottled, InvokeError } from "./invoker.ts";
export type { PoolState } from "./pool/pool-state.ts";
export type { TraceFact } from "./traces/trace-fact.ts";
export type { DiscardReason, StemFact, StemState } from "./stems/stem-facts.ts";
export type { InvokerOptions, LocalInvoker } from "./create-invoker.ts";
export type { LateInvoker } from "./late-invoker.ts";
export { createLateInvoker } from "./late-invoker.ts";
export { renderLog } from "./logs/render-log.ts";
