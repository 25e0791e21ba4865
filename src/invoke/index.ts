export type { LaunchSpec, LoggingSpec, LogFormat, LogLevel } from "./launch-spec.ts";
export type { EnvironmentIdentity, InitPhase, InvokeFact, PlatformStatus } from "./facts.ts";
export type { InvocationRequest, InvocationResult, InvokeErrorCode, Invoker } from "./invoker.ts";
export { InvokeError } from "./invoker.ts";
