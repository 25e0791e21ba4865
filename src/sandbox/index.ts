export type {
  Guarantee,
  Mount,
  ProcessExit,
  ProcessSpec,
  Sandbox,
  SandboxDriver,
  SandboxErrorCode,
  SandboxLimits,
  SandboxProcess,
  SandboxSpec,
  SandboxTier,
  SandboxUsage,
  TierReport,
} from "./driver.ts";
export { SandboxError } from "./driver.ts";
